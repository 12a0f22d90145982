// The SDK prints a warning about Node 20's end of support on every import; the product's runtime is Node 24.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
// No test may reach a real account, whoever runs it.
process.env.AWS_ACCESS_KEY_ID = 'test';
process.env.AWS_SECRET_ACCESS_KEY = 'test';
process.env.AWS_REGION = 'eu-west-1';
process.env.AWS_EC2_METADATA_DISABLED = 'true';
// Test servers use certificates of a CA that only the test knows; time zones must not change an outcome.
process.env.TZ = 'UTC';
// What a handler logs and counts is asserted by what it answers; printed, it would bury what failed.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';
process.env.POWERTOOLS_METRICS_NAMESPACE = 'test';

// On Node 20 the AWS SDK prints eight lines about that version's end of support at every start, which helps nobody at the
// desk; package.json says which versions are supported. Has to be imported before the SDK.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/**
 * What ACM's reason words mean and what to do about each; they end a sentence
 * (https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-failed.html). Words that are not known yet stand for themselves.
 */
export const ACM_REASONS: Readonly<Record<string, string>> = {
  ADDITIONAL_VERIFICATION_REQUIRED:
    'AWS wants to know more of whoever asks for this name; open a case with AWS Support',
  CAA_ERROR: 'a CAA record lets other CAs issue for a name on it, and not Amazon; add one with “amazon.com”',
  DOMAIN_NOT_ALLOWED:
    'a name on it is listed as unsafe; have it taken off the lists that VirusTotal shows, then open a case with AWS Support',
  DOMAIN_VALIDATION_DENIED:
    'somebody who receives the domain’s mail has declined it; ask who and why, and request it anew',
  INVALID_PUBLIC_DOMAIN: 'a name on it is no public domain name; request it anew without that name',
  NO_AVAILABLE_CONTACTS:
    'ACM found nobody to send its e-mail to; give the domain an MX record and somebody who reads admin@, or change to DNS validation',
  OTHER: 'ACM does not say why; open a case with AWS Support',
  PCA_ACCESS_DENIED: 'ACM may not use the private CA; allow acm.amazonaws.com in the CA’s policy',
  PCA_INVALID_ARGS: 'the private CA does not issue what ACM asks of it; compare key type and template',
  PCA_INVALID_ARN: 'the ARN of its private CA is not that of a CA; request it anew from one that is there',
  PCA_INVALID_DURATION: 'the private CA ends sooner than the certificate would; renew the CA’s own certificate first',
  PCA_INVALID_STATE: 'the private CA is not active; enable it, or install its certificate',
  PCA_LIMIT_EXCEEDED: 'the private CA has issued as many as its quota allows; have the quota raised',
  PCA_NAME_CONSTRAINTS_VALIDATION:
    'the private CA’s name constraints exclude a name on it; request it anew from another CA',
  PCA_REQUEST_FAILED: 'the private CA failed at it; look at the CA, then renew it by hand',
  PCA_RESOURCE_NOT_FOUND:
    'the private CA has been deleted, or is shared with this account no more; request it anew from another',
  SLR_NOT_FOUND: 'ACM’s role AWSServiceRoleForCertificateManager is missing from the account; create it again',
};

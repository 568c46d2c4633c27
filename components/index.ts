export { AwsHandoff } from "./awsHandoff";
export type { AwsHandoffArgs } from "./awsHandoff";
export { OAuthIntegration, checkOAuthIntegrationArgs } from "./oauthIntegration";
export type { OAuthIntegrationArgs } from "./oauthIntegration";
export { oktaProviderArgs } from "./oktaProvider";
export { ServiceApp } from "./serviceApp";
export type { ServiceAppArgs, ServiceAppJwk } from "./serviceApp";
export { SigningKeys } from "./signingKeys";
export type { SigningJwk, SigningKeysArgs } from "./signingKeys";

import * as pulumi from "@pulumi/pulumi";
import { keepSecretsOutOfDebugLog } from "rezonate-okta";

// Pulumi's SDK would write what a stack reference reads to event logs, the private key in clear.
// To load the library is enough; a call keeps the import, and may name further secrets.
keepSecretsOutOfDebugLog();

const config = new pulumi.Config();
const rezonate = new pulumi.StackReference(config.require("rezonateStack"));

// An output that is secret there is secret here, too, and so is all that is made of it.
export const credentials = pulumi.jsonStringify({
    tenant_id: rezonate.requireOutput("tenantId"),
    application_id: rezonate.requireOutput("applicationId"),
    private_key: rezonate.requireOutput("privateKey"),
});

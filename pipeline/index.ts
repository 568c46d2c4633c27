import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

import { type Method, oktaProviderArgs, PipelineApp } from "../components";

const config = new pulumi.Config();
const oktaDomain = config.require("oktaDomain");
const tenantId = config.get("tenantId") || undefined;
const provider = new okta.Provider("okta", oktaProviderArgs(oktaDomain, tenantId));
const app = new PipelineApp(
    "pipeline",
    {
        oktaDomain,
        tenantId,
        label: config.get("label"),
        methods: config.getObject<Method[]>("methods"),
        networkZones: config.getBoolean("networkZones"),
        keys: {
            generations: config.getObject<number[]>("keyGenerations"),
            current: Number(config.get("currentKey")) || undefined,
        },
    },
    { providers: [provider] },
);

export const { clientId, privateKey, privateKeyId, scopes } = app;

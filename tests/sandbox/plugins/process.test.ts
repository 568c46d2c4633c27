import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";

import {
    decode,
    encode,
    hasUnknown,
    text,
    type Values,
} from "../../../sandbox/plugins/provider/value";

const ROOT = join(__dirname, "../../..");
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

type Reply<Response> = (error: grpc.ServiceError | null, response: Response) => void;

function ask<Response>(call: (reply: Reply<Response>) => void): Promise<Response> {
    return new Promise((resolve, reject) =>
        call((error, response) => (error ? reject(new Error(error.details)) : resolve(response))),
    );
}

describe("stand-in plugins: process", () => {
    let plugin: ChildProcess;
    let client: ResourceProviderClient;

    async function start(name: string): Promise<void> {
        const main = join(ROOT, "sandbox/plugins", name, "main.ts");
        plugin = spawn(process.execPath, ["--import", "tsx", main], { cwd: ROOT });
        assert.ok(plugin.stdout);
        const [line] = (await once(plugin.stdout, "data")) as [Buffer];
        const address = `127.0.0.1:${Number(line.toString())}`;
        client = new ResourceProviderClient(address, grpc.credentials.createInsecure());
    }

    afterEach(async () => {
        client.close();
        if (plugin.exitCode !== null || plugin.signalCode !== null) {
            return;
        }
        plugin.kill("SIGKILL");
        await once(plugin, "exit");
    });

    function check(urn: string, news: Values): Promise<rpc.CheckResponse> {
        const request = new rpc.CheckRequest().setUrn(urn);
        request.setNews(encode(news));
        return ask((reply) => client.check(request, reply));
    }

    it("prints its port, serves the tls resource with secrets, and ends on SIGINT", async () => {
        await start("tls");
        const configure = new rpc.ConfigureRequest();
        await ask<rpc.ConfigureResponse>((reply) => client.configure(configure, reply));
        const urn = "urn:pulumi:dev::p::tls:index/privateKey:PrivateKey::key";
        const checked = await check(urn, { algorithm: "ECDSA", ecdsaCurve: "P256" });
        assert.deepEqual(checked.getFailuresList(), []);

        const create = new rpc.CreateRequest().setUrn(urn).setPreview(true);
        create.setProperties(checked.getInputs());
        const previewed = await ask<rpc.CreateResponse>((reply) => client.create(create, reply));
        assert.ok(hasUnknown(decode(previewed.getProperties()).values.publicKeyPem));

        create.setPreview(false);
        const made = await ask<rpc.CreateResponse>((reply) => client.create(create, reply));
        assert.deepEqual([...decode(made.getProperties()).secrets].sort(), [
            "privateKeyOpenssh",
            "privateKeyPem",
            "privateKeyPemPkcs8",
        ]);
        assert.ok(JSON.stringify(made.toObject()).includes(SECRET));

        const diff = new rpc.DiffRequest().setUrn(urn);
        diff.setOlds(made.getProperties());
        diff.setNews(encode({ algorithm: "RSA", ecdsaCurve: "P256", rsaBits: 2048 }));
        const change = await ask<rpc.DiffResponse>((reply) => client.diff(diff, reply));
        assert.deepEqual(change.getReplacesList(), ["algorithm"]);
        diff.setIgnorechangesList(["algorithm"]);
        const ignoring = await ask<rpc.DiffResponse>((reply) => client.diff(diff, reply));
        assert.deepEqual(ignoring.getDiffsList(), []);

        plugin.kill("SIGINT");
        assert.deepEqual(await once(plugin, "exit"), [0, null]);
    });

    it("checks okta inputs, and refuses to work unconfigured", async () => {
        await start("okta");
        const urn = "urn:pulumi:dev::p::my:index:Component$okta:network/zone:Zone::office";
        const zone = decode((await check(urn, { type: "IP" })).getInputs()).values;
        assert.match(text(zone, "name"), /^office-[0-9a-f]{7}$/);
        assert.equal(zone.usage, "POLICY");

        const scope = "urn:pulumi:dev::p::okta:index/appOauthApiScope:AppOauthApiScope::s";
        const faults = (await check(scope, { appId: "1", scope: [] })).getFailuresList();
        assert.deepEqual(
            faults.map((fault) => fault.getReason()),
            [
                "Missing required property 'issuer'",
                "Missing required property 'scopes'",
                "Unknown property 'scope'",
            ],
        );

        const create = new rpc.CreateRequest().setUrn(scope);
        await assert.rejects(
            ask<rpc.CreateResponse>((reply) => client.create(create, reply)),
            /okta provider has not been configured/,
        );
        const other = new rpc.CreateRequest().setUrn("urn:pulumi:dev::p::okta:index/x:X::s");
        await assert.rejects(
            ask<rpc.CreateResponse>((reply) => client.create(other, reply)),
            /has no resource "okta:index\/x:X"/,
        );
    });
});

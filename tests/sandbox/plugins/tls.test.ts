import assert from "node:assert/strict";
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";

import { withDefaults } from "../../../sandbox/plugins/provider/properties";
import { text, type Values } from "../../../sandbox/plugins/provider/value";
import { privateKey } from "../../../sandbox/plugins/tls/privateKey";

const context = { client: {}, warn: () => undefined };

async function make(inputs: Values): Promise<{ id: string; outputs: Values }> {
    return privateKey.create(context, withDefaults(privateKey.properties, inputs));
}

function firstLine(outputs: Values, key: string): string {
    return text(outputs, key).split("\n")[0]?.replaceAll("-", "") ?? "";
}

function sshFields(openssh: string): Buffer[] {
    const fields: Buffer[] = [];
    let rest = Buffer.from(openssh.split("\n").slice(1, -2).join(""), "base64").subarray(15);
    for (let index = 0; index < 3; index++) {
        const size = rest.readUInt32BE();
        fields.push(rest.subarray(4, 4 + size));
        rest = rest.subarray(4 + size);
    }
    rest = rest.subarray(4);
    for (; rest.length > 0;) {
        const size = rest.readUInt32BE();
        fields.push(rest.subarray(4, 4 + size));
        rest = rest.subarray(4 + size);
    }
    return fields;
}

describe("stand-in tls plugin", () => {
    const cases: { inputs: Values; pem: string; type: string; ssh: string }[] = [
        { inputs: { algorithm: "RSA" }, pem: "BEGIN RSA", type: "rsa", ssh: "ssh-rsa" },
        {
            inputs: { algorithm: "ECDSA", ecdsaCurve: "P384" },
            pem: "BEGIN EC",
            type: "ec",
            ssh: "ecdsa-sha2-nistp384",
        },
        { inputs: { algorithm: "ED25519" }, pem: "BEGIN", type: "ed25519", ssh: "ssh-ed25519" },
    ];
    for (const { inputs, pem, type, ssh } of cases) {
        it(`makes a key for ${JSON.stringify(inputs)}`, async () => {
            const { id, outputs } = await make(inputs);
            const key = createPrivateKey(text(outputs, "privateKeyPem"));
            const publicKey = createPublicKey(text(outputs, "publicKeyPem"));
            assert.equal(key.asymmetricKeyType, type);
            assert.ok(createPublicKey(text(outputs, "privateKeyPemPkcs8")).equals(publicKey));
            assert.ok(createPublicKey(text(outputs, "privateKeyPem")).equals(publicKey));
            assert.equal(firstLine(outputs, "privateKeyPem"), `${pem} PRIVATE KEY`);
            assert.equal(firstLine(outputs, "privateKeyPemPkcs8"), "BEGIN PRIVATE KEY");
            const der = publicKey.export({ type: "spki", format: "der" });
            assert.equal(id, createHash("sha1").update(der).digest("hex"));

            const [name, blob] = text(outputs, "publicKeyOpenssh").split(" ");
            assert.equal(name, ssh);
            const bytes = Buffer.from(blob ?? "", "base64");
            const [cipher, kdf, , embedded, secretPart] = sshFields(
                text(outputs, "privateKeyOpenssh"),
            );
            assert.deepEqual([cipher?.toString(), kdf?.toString()], ["none", "none"]);
            assert.ok(embedded?.equals(bytes));
            assert.ok(secretPart?.subarray(0, 4).equals(secretPart.subarray(4, 8)));
            assert.equal((secretPart?.length ?? 1) % 8, 0);
            const sha256 = createHash("sha256").update(bytes).digest("base64").replace(/=+$/, "");
            assert.equal(outputs.publicKeyFingerprintSha256, `SHA256:${sha256}`);
        });
    }

    it("defaults to RSA 2048 and P224 as the official plugin does", async () => {
        const { outputs } = await make({ algorithm: "RSA" });
        const details = createPublicKey(text(outputs, "publicKeyPem")).asymmetricKeyDetails;
        assert.equal(details?.modulusLength, 2048);
        const { outputs: elliptic } = await make({ algorithm: "ECDSA" });
        const curve = createPublicKey(text(elliptic, "publicKeyPem")).asymmetricKeyDetails;
        assert.equal(curve?.namedCurve, "secp224r1");
        assert.equal(elliptic.publicKeyOpenssh, "");
    });

    it("keeps the three private outputs secret and replaces on every input", () => {
        const entries = Object.entries(privateKey.properties);
        assert.deepEqual(
            entries.filter(([, property]) => property.secret).map(([key]) => key),
            ["privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh"],
        );
        assert.deepEqual(
            entries.filter(([, property]) => property.replaces).map(([key]) => key),
            ["algorithm", "rsaBits", "ecdsaCurve"],
        );
    });

    it("names a wrong algorithm and the right ones", () => {
        assert.deepEqual(privateKey.validate?.({ algorithm: "DSA" }), [
            {
                property: "algorithm",
                reason: 'Attribute algorithm value must be one of: ["RSA", "ECDSA", "ED25519"], got: "DSA"',
            },
        ]);
    });
});

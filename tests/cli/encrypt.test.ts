import assert from "node:assert/strict";

import { encrypt } from "../../cli/encrypt";
import { UserError } from "../../rules/userError";

const PLAIN = '{"private_key": "-----BEGIN PRIVATE KEY-----\\nümlaut"}\n';

describe("the encryption to an age recipient", () => {
    it("can be undone by its identity only, of today's kind and of the post-quantum one", async () => {
        const age = await import("age-encryption");
        const other = await age.generateX25519Identity();
        const identities = [await age.generateX25519Identity(), await age.generateHybridIdentity()];
        for (const identity of identities) {
            const recipient = await age.identityToRecipient(identity);
            const cipher = await encrypt(PLAIN, { kind: "age", recipient });
            assert.match(cipher, /^-----BEGIN AGE ENCRYPTED FILE-----\n/);
            assert.match(cipher, /\n-----END AGE ENCRYPTED FILE-----\n$/);

            const decrypt = (by: string) => {
                const decrypter = new age.Decrypter();
                decrypter.addIdentity(by);
                return decrypter.decrypt(age.armor.decode(cipher), "text");
            };
            assert.equal(await decrypt(identity), PLAIN);
            await assert.rejects(decrypt(other), /no identity matched/);
        }
    });

    it("refuses what is no recipient by the option's name, and repeats no identity", async () => {
        const age = await import("age-encryption");
        const identity = await age.generateX25519Identity();
        const recipient = await age.identityToRecipient(identity);
        const refusal = async (wrong: string) => {
            const error: unknown = await encrypt(PLAIN, { kind: "age", recipient: wrong }).catch(
                (reason: unknown) => reason,
            );
            assert.ok(error instanceof UserError);
            return error.message;
        };
        // A typing error, an SSH key, and a point that makes the shared secret one that all know.
        const lowOrder = `age1${"q".repeat(52)}5cu47z`;
        for (const wrong of ["", `${recipient.slice(0, -1)}b`, "ssh-ed25519 AAAA", lowOrder]) {
            const message = await refusal(wrong);
            assert.ok(
                message.startsWith(`--age: got ${JSON.stringify(wrong)}; wanted an age recip`),
            );
        }
        const message = await refusal(identity);
        assert.match(message, /^--age: got an identity, which is secret; wanted/);
        assert.ok(!message.includes(identity));
    });
});

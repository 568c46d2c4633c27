import assert from "node:assert/strict";

import { messageInFlags } from "../../cli/flags";
import { buildProgram } from "../../cli/main";
import { parseScopes } from "../../cli/options";
import { READ_ONLY_SCOPES, REMEDIATION_SCOPES } from "../../rules/scopes";
import { OptionError, UserError } from "../../rules/userError";

describe("options of the command line", () => {
    it("are named by their flags in errors, which name them as programs do", async () => {
        const { commands } = await buildProgram();
        const flags = commands.flatMap(({ options }) => options.map(({ long }) => long));
        for (const option of ["orgUrl", "integration", "scopes", "oktaDomain"]) {
            const error = new OptionError(option, "got nothing.");
            assert.equal(error.message, `${option}: got nothing.`);
            const [flag] = messageInFlags(error).split(":");
            assert.ok(flags.includes(String(flag)), flag);
        }
        assert.match(
            messageInFlags(new OptionError("scopes", "Name them.")),
            /^--scopes: Name them\. .*--scopes default; .*--scopes default,remediation\.$/,
        );
        assert.equal(messageInFlags(new UserError("stack: not there.")), "stack: not there.");
    });

    it("are scopes by name, and the words default and remediation for those of the profile", () => {
        assert.deepEqual(parseScopes("default"), [...READ_ONLY_SCOPES]);
        assert.deepEqual(parseScopes("remediation, okta.users.read"), [
            ...REMEDIATION_SCOPES,
            "okta.users.read",
        ]);
        assert.throws(() => parseScopes(" , "), /scopes: got an empty list/);
    });
});

// CommonJS, since hostWatch.cjs needs it.
const { createHash } = require("node:crypto");

/**
 * Stands for a credential where the credential itself must not be kept. It is the same whatever
 * scheme the credential is sent under.
 *
 * @param {string} authorization A header, such as "SSWS 00abc".
 * @returns {string}
 */
exports.fingerprint = (authorization) =>
    createHash("sha256")
        .update(authorization.replace(/^\S+\s+/, ""))
        .digest("hex");

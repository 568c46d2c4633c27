// Loaded into every Node process of the tests by NODE_OPTIONS: command, language host, program,
// dynamic provider and stand-in plugins. It writes down each connection that leaves this machine,
// and lets none reach an Okta org. CommonJS, since --require takes nothing else.
const { appendFileSync } = require("node:fs");
const net = require("node:net");

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1|\[::1\]|::ffff:127(\.\d+){3})$/;
const OKTA =
    /(^|\.)(okta|oktapreview|okta-emea|okta-gov|okta-miltest|trex-govcloud)\.com$|(^|\.)okta\.mil$/;

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
    const [first] = Array.isArray(args[0]) ? args[0] : args;
    const host = typeof first === "object" && first !== null ? first.host : args[1];
    const log = process.env.TEST_HOST_LOG;
    if (typeof host === "string" && host !== "" && !LOOPBACK.test(host) && log) {
        appendFileSync(log, `${JSON.stringify({ host, argv: process.argv.slice(0, 4) })}\n`);
        if (OKTA.test(host)) {
            const refused = new Error(`the tests reach no Okta org: ${host}`);
            process.nextTick(() => this.destroy(Object.assign(refused, { code: "ECONNREFUSED" })));
            return this;
        }
    }
    return connect.apply(this, args);
};

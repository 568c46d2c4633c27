// Loaded into every Node process of the tests by NODE_OPTIONS: command, language host, program,
// dynamic provider and stand-in plugins. It writes down each connection that leaves this machine,
// and lets none reach an Okta org. Of the sandbox orgs that other processes than the tests' own
// start, such as the demo's, it writes down which credentials they are sent. CommonJS, since
// --require takes nothing else.
const { subscribe } = require("node:diagnostics_channel");
const { appendFileSync } = require("node:fs");
const net = require("node:net");
const { fingerprint } = require("./fingerprint.cjs");

const write = (line) => {
    const log = process.env.TEST_HOST_LOG;
    if (log) {
        appendFileSync(log, `${JSON.stringify({ ...line, argv: process.argv.slice(0, 4) })}\n`);
    }
};

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1|\[::1\]|::ffff:127(\.\d+){3})$/;
const OKTA =
    /(^|\.)(okta|oktapreview|okta-emea|okta-gov|okta-miltest|trex-govcloud)\.com$|(^|\.)okta\.mil$/;

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
    const [first] = Array.isArray(args[0]) ? args[0] : args;
    const host = typeof first === "object" && first !== null ? first.host : args[1];
    const isWatched = Boolean(process.env.TEST_HOST_LOG);
    if (typeof host === "string" && host !== "" && !LOOPBACK.test(host) && isWatched) {
        write({ host });
        if (OKTA.test(host)) {
            const refused = new Error(`the tests reach no Okta org: ${host}`);
            process.nextTick(() => this.destroy(Object.assign(refused, { code: "ECONNREFUSED" })));
            return this;
        }
    }
    return connect.apply(this, args);
};

if (process.env.TEST_HOST_PID !== String(process.pid)) {
    subscribe("http.server.request.start", ({ request, response, server }) => {
        const { authorization } = request.headers;
        if (authorization === undefined) {
            return;
        }
        const port = server.address()?.port;
        const [scheme] = authorization.split(" ");
        const sent = { port, scheme, credential: fingerprint(authorization) };
        response.once("finish", () => write({ ...sent, accepted: response.statusCode < 300 }));
    });
}

import Mocha from "mocha";

/** Mocha's own report, and then the one plain line that CI reads. */
class Reporter extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
        super(runner, options);
        runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
            const { passes, failures, pending } = this.stats;
            const skipped = pending > 0 ? `, ${pending} skipped` : "";
            process.on("exit", () => {
                process.stdout.write(`\n${passes} passed, ${failures} failed${skipped}\n`);
            });
        });
    }
}

module.exports = Reporter;

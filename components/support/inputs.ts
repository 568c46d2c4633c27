import * as pulumi from "@pulumi/pulumi";

import { checkOktaDomain, type OktaOrg } from "../../rules/oktaDomain";
import type { Checked, InputProblem } from "../../rules/problem";
import { hasEngine, inProgram, uniqueHookName } from "./hooks";

/**
 * Checks the inputs of one component before it registers anything. What is known at once is checked
 * at once, so that all its faults come in one error; what is an Output is checked when it is known,
 * and then fails the component with the same words.
 */
export class InputChecks {
    readonly problems: InputProblem[] = [];
    private readonly late: InputProblem[] = [];
    private failsComponent = false;

    constructor(readonly component: string) {}

    /** The checked form of some inputs that belong together. */
    check<T, R>(inputs: T, rule: (known: pulumi.Unwrap<T>) => Checked<R>): pulumi.Output<R> {
        return this.evaluate(inputs, rule).apply((checked): pulumi.Output<R> | R => {
            if (checked.ok) {
                return checked.value;
            }
            if (!this.failsComponent) {
                throw inputsError(this.component, checked.problems);
            }
            this.late.push(...checked.problems);
            return neverKnown<R>();
        }) as pulumi.Output<R>;
    }

    /** The checked form of inputs that cannot be Outputs. Undefined where throwIfInvalid() will throw. */
    checkPlain<R>(checked: Checked<R>): R {
        if (!checked.ok) {
            this.problems.push(...checked.problems);
        }
        return (checked.ok ? checked.value : undefined) as R;
    }

    /** What a rule makes of some inputs. What is wrong with known ones is kept for one error. */
    evaluate<T, R>(
        inputs: T,
        rule: (known: pulumi.Unwrap<T>) => Checked<R>,
    ): pulumi.Output<Checked<R>> {
        const unwrapped = pulumi.output(inputs);
        const nothing: Checked<R> = { ok: true, value: undefined as R };
        if (isKnown(inputs)) {
            const checked = rule(inputs as pulumi.Unwrap<T>);
            if (!checked.ok) {
                this.problems.push(...checked.problems);
            }
            // Where there are faults, throwIfInvalid() throws before anyone can use this.
            return unwrapped.apply<Checked<R>>(() => (checked.ok ? checked : nothing));
        }
        return unwrapped.apply<Checked<R>>((known) =>
            // In unit tests, mocks leave out what an engine always has.
            isMissing(known) && !hasEngine() ? nothing : rule(known),
        );
    }

    /** The org that the inputs oktaDomain and tenantId name. */
    checkOrg(
        oktaDomain: pulumi.Input<string>,
        tenantId: pulumi.Input<string> | undefined,
    ): pulumi.Output<OktaOrg> {
        return this.check([oktaDomain, tenantId] as const, ([domain, tenant]) =>
            checkOktaDomain(domain, tenant),
        );
    }

    /**
     * @throws InputPropertiesError with every fault found so far, if there is any.
     */
    throwIfInvalid(): void {
        if (this.problems.length > 0) {
            throw inputsError(this.component, this.problems);
        }
    }

    /**
     * Options of the component with a hook that fails it, in a preview as well, where an input that
     * is an Output has turned out wrong. The component registers its args, so all are known by then.
     */
    options(opts?: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
        this.failsComponent = hasEngine();
        return refusing(this.component, "inputs", opts, () => this.late);
    }
}

function isMissing(value: unknown): boolean {
    return value === undefined || (Array.isArray(value) && value.includes(undefined));
}

function isKnown(value: unknown): boolean {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
        return false;
    }
    if (typeof value === "object" && value !== null) {
        return Object.values(value).every(isKnown);
    }
    return true;
}

/**
 * Options with a hook that refuses to create or update a resource, in a preview as well, while a
 * check of its inputs finds problems. The topic is part of the hook's name.
 */
export function refusing<Options extends pulumi.ResourceOptions>(
    label: string,
    topic: string,
    opts: Options | undefined,
    check: (args: pulumi.ResourceHookArgs) => InputProblem[] | Promise<InputProblem[]>,
): Options {
    if (!hasEngine()) {
        return { ...opts } as Options;
    }
    const refuse: pulumi.ResourceHookFunction = async (args) => {
        const problems = await check(args);
        if (problems.length > 0) {
            throw inputsError(label, problems);
        }
    };
    const name = uniqueHookName(`${label} ${topic}`);
    const hook = new pulumi.ResourceHook(name, inProgram(refuse), { onDryRun: true });
    const hooks = { beforeCreate: [hook], beforeUpdate: [hook] };
    return pulumi.mergeOptions(opts, { hooks }) as Options;
}

/**
 * Fails the program for problems that turned up after its component was registered, in a preview as
 * well: by another component, which the engine refuses to create. Gives back an output that is
 * never known, for what cannot be made.
 *
 * @throws Error where no engine runs the program.
 */
export function refusal<T>(
    label: string,
    name: string,
    parent: pulumi.Resource,
    problems: InputProblem[],
): pulumi.Output<T> {
    if (!hasEngine()) {
        throw inputsError(label, problems);
    }
    const opts = refusing(label, "refusal", { parent }, () => problems);
    new pulumi.ComponentResource("rezonate-okta:index:Refusal", name, {}, opts);
    return neverKnown<T>();
}

/**
 * A rejected output would leave a program of the Automation API waiting for ever; a component that
 * fails in the engine ends it, and all that waits for this.
 */
function neverKnown<T>(): pulumi.Output<T> {
    return pulumi.output(new Promise<T>(() => undefined)) as unknown as pulumi.Output<T>;
}

/** The error that Pulumi prints for wrong inputs, all of them in one. */
export function inputsError(
    component: string,
    errors: InputProblem[],
): pulumi.InputPropertiesError {
    const count = errors.length === 1 ? "an input" : `${errors.length} inputs`;
    const lines = errors.map(({ propertyPath, reason }) => `  ${propertyPath}: ${reason}`);
    const message = [`${component} cannot use ${count}:`, ...lines].join("\n");
    // The Node language host prints a RunError without its stack, but any other error with it, and
    // with it all that come by an Output; a plugin host knows InputPropertiesError.
    return Object.assign(new pulumi.InputPropertiesError({ message, errors }), {
        __pulumiRunError: true,
        stack: message,
    });
}

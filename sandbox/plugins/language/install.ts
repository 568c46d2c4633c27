import type { ServerWritableStream } from "@grpc/grpc-js";
import {
    type InstallDependenciesRequest,
    InstallDependenciesResponse,
} from "@pulumi/pulumi/proto/language_pb";

import { runtimeOptions } from "./options";
import { start } from "./process";

/**
 * Installs a program's npm packages with its package manager, and relays the output.
 *
 * @throws Error when the package manager fails.
 */
export async function installDependencies(
    call: ServerWritableStream<InstallDependenciesRequest, InstallDependenciesResponse>,
): Promise<void> {
    const info = call.request.getInfo();
    const manager = runtimeOptions(info).packagemanager;
    const stopped = new AbortController();
    call.on("cancelled", () => stopped.abort());
    const say = (data: Buffer): void => {
        call.write(new InstallDependenciesResponse().setStdout(data));
    };
    say(Buffer.from("Installing dependencies...\n\n"));
    const install = start(["install"], {
        command: manager,
        cwd: info?.getProgramDirectory() || call.request.getDirectory(),
        env: process.env,
        signal: stopped.signal,
        onStdout: say,
        onStderr: (data) => call.write(new InstallDependenciesResponse().setStderr(data)),
    });
    const code = await install.ended;
    if (code !== 0) {
        throw new Error(`${manager} install ended with code ${code}`);
    }
    say(Buffer.from("Finished installing dependencies\n\n"));
}

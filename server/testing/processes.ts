import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A real process of Standby's own sources, and what it says. */
export interface TestProcess {
  readonly pid: number;
  /** Resolves once it has said this. Rejects when it ends without. */
  said(text: string): Promise<void>;
  /** Everything that it has said so far. */
  readonly output: () => string;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Resolves when it is gone. */
  kill(signal: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

/** Runs a TypeScript file, named from the project's folder, with nothing in its environment but what is given. */
export function startProcess(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): TestProcess {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, ["--no-warnings", "--import", "tsx", file, ...args], {
    cwd: root,
    env: { NODE_ENV: "test", PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let heard = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      heard();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        heard = () => {
          if (output.includes(text)) resolve();
        };
        heard();
        void ended.then(() => reject(new Error(`${file} ended without saying "${text}":\n${output}`)));
      }),
    kill: (signal) => end(child, ended, signal),
  };
}

function end(child: ChildProcess, ended: Promise<number | null>, signal: "SIGTERM" | "SIGKILL") {
  child.kill(signal);
  return ended;
}

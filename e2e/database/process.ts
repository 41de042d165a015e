import { type ChildProcess, fork, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Asked, PatientOptions, PatientState, Told } from "./patient";

/** The process that has trouble with its database, as the test holds it. */
export interface Patient {
  readonly pid: number;
  /** Resolves when it has come to the write that it was to wait at. */
  readonly waiting: Promise<void>;
  /** What its operations stopped with, as the log would say it. */
  readonly failures: readonly string[];
  ask(what: Asked): void;
  state(): Promise<PatientState>;
  stop(): Promise<void>;
}

const script = fileURLToPath(new URL("patient.ts", import.meta.url));
const nodeFlags = ["--no-warnings", "--import", "tsx"];

export interface Start extends PatientOptions {
  /** Shell around the process (`"$0" "$@"`), with mounts that nobody else sees. */
  readonly inOwnMounts?: string;
}

export async function startPatient({ inOwnMounts, ...options }: Start): Promise<Patient> {
  const args = [script, JSON.stringify(options)];
  const child =
    inOwnMounts === undefined ? fork(script, args.slice(1), { execArgv: nodeFlags }) : inMounts(inOwnMounts, args);
  const failures: string[] = [];
  const asked: ((state: PatientState) => void)[] = [];
  const waiting = new Promise<void>((resolve, reject) => {
    child.on("message", (message: Told) => {
      if (message.told === "waiting") resolve();
      else if (message.told === "state") asked.shift()?.(message.state);
      else failures.push(message.error);
    });
    child.once("exit", (code) => reject(new Error(`The process ended with ${code}`)));
    setTimeout(() => reject(new Error("The process did not come to its write within a minute")), 60_000).unref();
  });
  waiting.catch(() => {});
  const ask = (what: Asked) => {
    child.send(what);
  };
  return {
    pid: child.pid ?? 0,
    waiting,
    failures,
    ask,
    state: () =>
      new Promise((resolve) => {
        asked.push(resolve);
        ask("state");
      }),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      ask("stop");
      await gone;
    },
  };
}

function inMounts(shell: string, args: readonly string[]): ChildProcess {
  const command = ["--mount", "--map-root-user", "sh", "-e", "-c", shell, process.execPath, ...nodeFlags, ...args];
  return spawn("unshare", command, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
}

/** Asks for its state until it is as wanted. @throws Error that says what was waited for, and what was there */
export async function until(
  patient: Patient,
  what: string,
  isSo: (state: PatientState) => boolean,
): Promise<PatientState> {
  const end = Date.now() + 60_000;
  for (;;) {
    const state = await patient.state();
    if (isSo(state)) return state;
    if (Date.now() > end) throw new Error(`Waited a minute for this: ${what}; it is ${JSON.stringify(state)}`);
    await delay(100);
  }
}

import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Freeze, RacerOptions, Said, Told } from "./racer";

/** A racer as the test holds it: a real process that can be frozen, thawed and killed. */
export interface Racer {
  readonly name: string;
  readonly said: readonly Said[];
  freeze(): void;
  /** It stops itself at this point: what it was about to do there comes late. */
  freezeAt(freeze: Freeze): void;
  thaw(): void;
  isFrozen(): boolean;
  /** SIGKILL: nothing is said or given back any more. */
  kill(): void;
  /** Ends it as a good server ends: what is under way is saved. */
  stop(): Promise<void>;
}

const script = fileURLToPath(new URL("racer.ts", import.meta.url));

export async function startRacer(options: RacerOptions): Promise<Racer> {
  const child = fork(script, [JSON.stringify(options)], { execArgv: ["--no-warnings", "--import", "tsx"] });
  const said: Said[] = [];
  const signal = (name: NodeJS.Signals) => {
    child.kill(name);
  };
  await new Promise<void>((ready, failed) => {
    child.on("message", (message: Said) => {
      said.push(message);
      if (message.said === "ready") ready();
    });
    child.once("exit", (code) => failed(new Error(`${options.name} ended with ${code} before it was ready`)));
  });
  return {
    name: options.name,
    said,
    freeze: () => signal("SIGSTOP"),
    freezeAt: (freeze) => tell(child, { told: "freeze", freeze }),
    thaw: () => signal("SIGCONT"),
    isFrozen: () => isStopped(child),
    kill: () => signal("SIGKILL"),
    stop: () => stop(child),
  };
}

function isStopped({ pid }: ChildProcess): boolean {
  return execFileSync("ps", ["-o", "state=", "-p", String(pid)], { encoding: "utf8" }).startsWith("T");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGCONT");
  tell(child, { told: "stop" });
  await gone;
}

function tell(child: ChildProcess, told: Told): void {
  child.send(told);
}

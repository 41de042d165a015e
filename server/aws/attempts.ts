import { type Fault, type FaultCode, FaultError } from "../core/fault";
import type { Clock, Random } from "../core/ports";
import { type FailedCall, faultFrom, retryAfterSeconds } from "./errors";

/** Tries in all, and the pauses between them: those of the SDK's standard retry mode. */
const triesAtMost = 3;
const baseMs: Readonly<Partial<Record<FaultCode, number>>> = { transient: 100, throttled: 500 };
const pauseAtMostMs = 20_000;

export interface Attempts<Out> {
  readonly call: FailedCall;
  readonly clock: Clock;
  readonly random: Random;
  /** How fast the pauses go: 1 for AWS. */
  readonly pace: number;
  attempt(): Promise<Out>;
  /** Told of every attempt, from 1: null when AWS answered. */
  onAttempt(attempt: number, fault: Fault | null, milliseconds: number): void;
}

/**
 * Sends until AWS answers, at most three times. Only throttling and trouble on the way are tried again; a call that
 * changes something may be among them, because each one brings about a state and is harmless the second time.
 * @throws FaultError
 */
export async function withRetries<Out>({ call, clock, random, pace, attempt, onAttempt }: Attempts<Out>): Promise<Out> {
  let mayHaveHappened = false;
  for (let tries = 1; ; tries += 1) {
    const startedAt = clock.now().getTime();
    const milliseconds = () => clock.now().getTime() - startedAt;
    try {
      const out = await attempt();
      onAttempt(tries, null, milliseconds());
      return out;
    } catch (error) {
      const fault = faultFrom(error, call);
      onAttempt(tries, fault, milliseconds());
      // A second stop of what the first one stopped: the state forbids it. Whoever sent it looks, and sees.
      if (mayHaveHappened && fault.code === "refused") throw new FaultError({ ...fault, code: "transient" });
      mayHaveHappened ||= fault.code === "transient";
      const base = baseMs[fault.code];
      if (base === undefined || tries >= triesAtMost) throw new FaultError(fault);
      const backoffMs = random() * Math.min(pauseAtMostMs, base * 2 ** (tries - 1));
      const askedMs = Math.min(pauseAtMostMs, (retryAfterSeconds(error) ?? 0) * 1000);
      await clock.sleep(Math.max(backoffMs, askedMs) * pace);
    }
  }
}

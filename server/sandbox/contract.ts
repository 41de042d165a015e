import type { AnswerCall, AwsCall } from "../aws/door";
import type { Clock, Random } from "../core/ports";

/** Where the sandbox's world lives between starts. A change is saved before its command is answered, as AWS would. */
export interface SandboxStorage {
  load(): Promise<string | null>;
  save(text: string): Promise<void>;
}

/** Faults on demand. The first rule that fits a call is used. */
export interface SandboxFault {
  /** IAM prefix and operation; `*` fits all. */
  readonly service: string;
  readonly operation: string;
  readonly region?: string;
  /** Text that must occur in the call's input, as JSON. */
  readonly match?: string;
  /** lost: the world does it, the caller gets a network error. denied: AccessDenied in the service's own words. */
  readonly fault: "throttle" | "error500" | "denied" | "lost" | "capacity";
  /** Only the first n calls that fit; always when absent. */
  readonly first?: number;
  /** Only the n-th call that fits, from 1. */
  readonly nth?: number;
}

export interface Sandbox {
  readonly answer: AnswerCall;
  /** Replaces the rules; counters start again. */
  setFaults(faults: readonly SandboxFault[]): void;
  /** Every call since the start or the last `clearCalls`, in order. */
  calls(): readonly AwsCall[];
  clearCalls(): void;
  /** The whole world as JSON-safe data, transitions that are due already applied. */
  snapshot(): Promise<unknown>;
}

export interface SandboxOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly storage: SandboxStorage;
  /** 1: states take as long as on AWS; 0.1: ten times faster; 0: at once. */
  readonly pace: number;
}

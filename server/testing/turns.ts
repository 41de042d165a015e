import type { Clock } from "../core/ports";

/**
 * Several processes in one, without real time. Whatever they ask of the outside (database, AWS) takes turns, one at a
 * time, in an order that `pick` chooses; where nobody asks for anything, the clock jumps to the next sleeper. The same
 * choices give the same story to the last call, so a story can be repeated, cut off at any turn, and shrunk.
 */

export interface Turn {
  readonly process: string;
  readonly what: string;
  /** When it was asked for. */
  readonly askedAt: Date;
}

/** Index of the turn that is next; null: none yet, time passes first, a second or until somebody wakes. */
export type Pick = (waiting: readonly Turn[]) => number | null;

/** A process as the outside sees it: what it asks for goes out, and comes back as long as it lives. */
export interface Process {
  readonly clock: Clock;
  /** Does the work when its turn has come. */
  turn<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** SIGKILL: nothing comes back. What it had asked for is done before all else, unless it is `lost` with it. */
  kill(lost: boolean): void;
  /** SIGSTOP: what it asked for is done before all else, but nothing comes back and nobody wakes before `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Somebody sets its clock: forward, or back where negative. */
  skew(milliseconds: number): void;
}

interface Waiting extends Turn {
  readonly owner: Member;
  readonly run: () => Promise<void>;
}

interface Sleeper {
  readonly owner: Member;
  readonly until: number;
  readonly wake: () => void;
}

interface Member {
  state: "live" | "frozen" | "dead";
  skew: number;
  /** What came back while it was frozen. */
  held: (() => void)[];
}

export class Turns {
  #now: number;
  #waiting: Waiting[] = [];
  #sleepers: Sleeper[] = [];

  constructor(
    start: Date,
    private readonly pick: Pick = () => 0,
  ) {
    this.#now = start.getTime();
  }

  /** The true time: clocks of processes may be wrong. */
  now(): Date {
    return new Date(this.#now);
  }

  process(name: string): Process {
    const member: Member = { state: "live", skew: 0, held: [] };
    return {
      clock: {
        now: () => new Date(this.#now + member.skew),
        sleep: (ms, signal) => this.#sleep(member, ms, signal),
      },
      turn: (what, work) => this.#turn(member, { process: name, what, askedAt: this.now() }, work),
      kill: (lost) => {
        member.state = "dead";
        member.held = [];
        if (lost) this.#waiting = this.#waiting.filter((one) => one.owner !== member);
        this.#sleepers = this.#sleepers.filter((one) => one.owner !== member);
      },
      freeze: () => {
        if (member.state === "live") member.state = "frozen";
      },
      thaw: () => {
        if (member.state !== "frozen") return;
        member.state = "live";
        for (const deliver of member.held.splice(0)) deliver();
      },
      skew: (milliseconds) => {
        member.skew += milliseconds;
      },
    };
  }

  /** One turn, or one jump of the clock. False: nobody asks for anything, and nobody sleeps. */
  async step(): Promise<boolean> {
    await settled();
    return this.#advance();
  }

  /** Goes on until the work is done, and no turn further. @throws Error when it waits for something that nobody will do */
  async until<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    work.then(end, end);
    let stillSince: number | null = null;
    for (;;) {
      await settled();
      if (isOver) return work;
      if (await this.#advance()) stillSince = null;
      else stillSince ??= performance.now();
      if (stillSince !== null && performance.now() - stillSince > stuckMs)
        throw new Error("Everybody waits for nobody");
    }
  }

  /** Lets so much time pass, and all that happens in it. */
  async pass(milliseconds: number): Promise<void> {
    await this.until(this.process("time").clock.sleep(milliseconds));
  }

  #advance(): boolean | Promise<boolean> {
    // What a process asked for before it was stopped has left it: it is not for anybody to hold it up.
    const left = this.#waiting.findIndex((one) => one.owner.state !== "live");
    if (left >= 0) return this.#next(left);
    if (this.#waiting.length === 0) return this.#jump(Number.POSITIVE_INFINITY);
    const index = this.pick(this.#waiting);
    return index === null ? this.#jump(1000) : this.#next(index);
  }

  async #next(index: number): Promise<boolean> {
    const [one] = this.#waiting.splice(index, 1);
    if (!one) return false;
    await one.run();
    return true;
  }

  #jump(atMostMs: number): boolean {
    const live = this.#sleepers.filter((one) => one.owner.state === "live");
    const [first] = live.sort((a, b) => a.until - b.until);
    const wakesAt = first?.until ?? Number.POSITIVE_INFINITY;
    const to = Math.min(wakesAt, this.#now + atMostMs);
    if (to === Number.POSITIVE_INFINITY) return false;
    this.#now = Math.max(this.#now, to);
    if (wakesAt <= to) first?.wake();
    return true;
  }

  #turn<T>(owner: Member, turn: Turn, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = async () => {
        const deliver = await work().then(
          (value) => () => resolve(value),
          (error: unknown) => () => reject(error),
        );
        if (owner.state === "live") deliver();
        else if (owner.state === "frozen") owner.held.push(deliver);
      };
      // A dead process asks for nothing; it can only have been about to.
      if (owner.state !== "dead") this.#waiting.push({ ...turn, owner, run });
    });
  }

  #sleep(owner: Member, milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { owner, until: this.#now + Math.max(0, milliseconds), wake: () => wake() };
      const wake = () => {
        signal?.removeEventListener("abort", wake);
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        resolve();
      };
      signal?.addEventListener("abort", wake, { once: true });
      this.#sleepers.push(sleeper);
    });
  }
}

/** Real I/O outside of a turn (opening a file) may hold everybody up, but not for this long. */
const stuckMs = 20_000;

/** Everything that can go on without the outside has gone on: it takes microtasks only. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

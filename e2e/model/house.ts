import { z } from "zod";
import type { Outcome } from "../../server/adapters/contract";
import { type Fault, type FaultCode, FaultError } from "../../server/core/fault";
import type { Observed } from "../../server/core/resource";

/**
 * The world of the model: houses in several regions, with lamps and the feeds that power them. A feed takes its time, a
 * lamp is dimmed before it goes off, a wired lamp goes on and off with its feed, and AWS shows a change a moment late.
 */

export const lampKind = "model.lamp";
export const feedKind = "model.feed";

/** What a person would want back. */
export interface Config {
  readonly on: boolean;
  readonly level: number;
}

export interface Thing extends Config {
  readonly id: string;
  readonly region: string;
  readonly kind: typeof lampKind | typeof feedKind;
  /** Lamps: the feed that they need, or that owns them. */
  readonly feed: string | null;
  readonly isWired: boolean;
  readonly tag: string;
  /** Where it goes, and when it is there; null where nothing moves. */
  readonly moving: { readonly on: boolean; readonly until: number } | null;
  /** What AWS still shows, and until when. */
  readonly shown: { readonly config: Config; readonly until: number } | null;
  readonly isDeleted: boolean;
}

/** What a call or a look meets on its way. */
export interface Trouble {
  /** A fault of a whole read, after so many of its things were told. */
  ofRead(ids: readonly string[]): { readonly fault: Fault; readonly after: number } | null;
  /** A fault of a whole call; `isLost`: it happens all the same. */
  ofCall(op: string, ids: readonly string[]): { readonly fault: Fault; readonly isLost: boolean } | null;
}

export const detail = z.object({
  on: z.boolean(),
  level: z.number(),
  isMoving: z.boolean(),
  feed: z.string().nullable(),
  isWired: z.boolean(),
});
export type Detail = z.infer<typeof detail>;

export interface HouseOptions {
  readonly now: () => number;
  readonly things: readonly Pick<Thing, "id" | "region" | "kind" | "feed" | "isWired" | "on" | "level">[];
  /** How late AWS shows a change, and how long a lamp and a feed take to be on or off. */
  readonly lagMs: number;
  readonly lampMs: number;
  readonly feedMs: number;
  readonly trouble: Trouble;
}

export interface Call {
  readonly region: string;
  readonly kind: string;
  readonly op: string;
  readonly items: readonly { readonly nativeId: string; readonly params: unknown }[];
}

export interface Listing {
  readonly region: string;
  readonly kind: string;
  readonly only: readonly string[];
}

export interface Listed {
  readonly seen: readonly Observed<Detail>[];
  readonly fault: Fault | null;
}

export class House {
  readonly #things = new Map<string, Thing>();

  constructor(private readonly options: HouseOptions) {
    for (const thing of options.things) {
      this.#things.set(thing.id, { ...thing, tag: "", moving: null, shown: null, isDeleted: false });
    }
  }

  get(id: string): Thing {
    const thing = this.#things.get(id);
    if (!thing) throw new Error(`There is no ${id}`);
    const { moving, shown } = thing;
    const now = this.options.now();
    const hasArrived = moving !== null && moving.until <= now;
    const isOld = shown !== null && shown.until <= now;
    const settled = {
      ...thing,
      ...(hasArrived ? { on: moving.on, moving: null } : {}),
      ...(isOld ? { shown: null } : {}),
    };
    return this.#powered(settled);
  }

  all(): readonly Thing[] {
    return [...this.#things.keys()].map((id) => this.get(id));
  }

  /** A wired lamp is on when its feed is. */
  #powered(thing: Thing): Thing {
    if (!thing.isWired || !thing.feed) return thing;
    const feed = this.#things.get(thing.feed);
    return feed ? { ...thing, on: this.get(feed.id).on } : thing;
  }

  /** Somebody else: at once, and seen at once. */
  change(id: string, change: Partial<Pick<Thing, "on" | "level" | "isDeleted">>): void {
    this.#things.set(id, { ...this.get(id), moving: null, shown: null, ...change });
  }

  /** Somebody puts another tag on it; nothing else changes. */
  tag(id: string): void {
    const thing = this.#things.get(id);
    if (thing) this.#things.set(id, { ...thing, tag: `${thing.tag}x` });
  }

  /** As AWS describes it. */
  observed(id: string): Observed<Detail> | null {
    const thing = this.get(id);
    if (thing.isDeleted) return null;
    const { on, level } = thing.shown?.config ?? thing;
    const isMoving = thing.shown === null && thing.moving !== null;
    return {
      nativeId: id,
      arn: `arn:${id}`,
      name: id,
      type: thing.kind,
      tags: { tag: thing.tag },
      detail: { on, level, isMoving, feed: thing.feed, isWired: thing.isWired },
    };
  }

  /** A list of things of one kind and region; with a fault it is not the whole of it. */
  list({ region, kind, only }: Listing): Listed {
    const trouble = this.options.trouble.ofRead(only);
    const here = this.all().filter(
      (thing) => thing.region === region && thing.kind === kind && only.includes(thing.id),
    );
    const seen = here.flatMap((thing) => this.observed(thing.id) ?? []);
    return trouble ? { seen: seen.slice(0, trouble.after), fault: trouble.fault } : { seen, fault: null };
  }

  /** One call. @throws FaultError for the whole of it */
  send({ op, items }: Call): readonly Outcome[] {
    const ids = items.map((item) => item.nativeId);
    const trouble = this.options.trouble.ofCall(op, ids);
    if (trouble && !trouble.isLost) throw new FaultError(trouble.fault);
    for (const id of ids) if (this.get(id).isDeleted) throw new FaultError(faultOf("gone", `There is no ${id}`));
    const outcomes = items.map(({ nativeId, params }) => ({ nativeId, fault: this.#do(nativeId, op, params) }));
    if (trouble) throw new FaultError(trouble.fault);
    return outcomes;
  }

  #do(id: string, op: string, params: unknown): Fault | null {
    const thing = this.get(id);
    if (op === "level") {
      this.#set(thing, { level: (params as Pick<Config, "level">).level });
      return null;
    }
    const on = op === "on";
    if ((thing.moving?.on ?? thing.on) === on) return null;
    if (thing.moving) return faultOf("busy", `${id} is moving`);
    const feed = thing.feed === null ? null : this.get(thing.feed);
    if (on && feed && !feed.on) return faultOf("refused", `${id} has no power`);
    const { now, lampMs, feedMs } = this.options;
    this.#set(thing, { moving: { on, until: now() + (thing.kind === lampKind ? lampMs : feedMs) } });
    return null;
  }

  #set(thing: Thing, change: Partial<Thing>): void {
    const { lagMs, now } = this.options;
    const config = thing.shown?.config ?? { on: thing.on, level: thing.level };
    const shown = lagMs > 0 ? { config, until: now() + lagMs } : null;
    this.#things.set(thing.id, { ...thing, shown, ...change });
  }
}

export function faultOf(code: FaultCode, reason: string): Fault {
  return { code, reason, remedy: "" };
}

import type { ZodType } from "zod";
import type { ActDoor, ReadDoor } from "../aws/door";
import type { Fault } from "../core/fault";
import type { CostLine } from "../core/money";
import type { Difference } from "../core/operation";
import type { Action, Hazard, RestoreClass, Spent, Step } from "../core/plan";
import type { Observed } from "../core/resource";
import type { Idle } from "./idle";
import type { TerraformType } from "./terraform-type";

/**
 * The adapter contract: one kind of resource, as data plus functions. The first seven functions are pure (no clock, no
 * AWS, input never changed, equal input gives equal output); only `discover`, `glance`, `ahead` and `apply` touch AWS,
 * through the door.
 *
 * How the engine uses it. A plan calls `planPause` or `planResume` once and freezes the steps. Then, for each step in
 * order, the engine looks (`discover`), asks `check`, sends what is still to do (`apply`), looks or glances until that is in
 * effect, and finally looks and asks `verify`. It never trusts memory: after a crash the same questions are asked of what
 * AWS says now.
 */
export interface Adapter<Detail = unknown, Saved = unknown, Op extends string = string, Options = unknown> {
  /** `service.thing`: "ec2.instance". */
  readonly kind: string;
  /** "EC2 instance" */
  readonly title: string;
  /** "EC2 instances" */
  readonly plural: string;
  /**
   * The service that Cost Explorer has the lines under that stop in a pause (of listed kinds: all of them), as AWS writes
   * it; null where it bills nothing by itself.
   */
  readonly billedAs: string | null;
  readonly about: About;
  /** What a plan calls this wave: "Instances". */
  readonly waveTitle: string;
  /** How well a restore gets: stated per resource in the plan, this is the best case. */
  readonly restore: "exact" | "recreated" | "reportOnly";
  /** Order on pause, low first; resume runs it backwards. See facts A: 10 alarms … 100 databases. */
  readonly wave: number;
  /**
   * Ops that turn it off with AWS's answer. Where one of them is the last of its pause, what comes after it leaves at that
   * answer, without a read-back of it.
   */
  readonly offOnceAccepted?: readonly Op[];
  /** The same of a resume: switches that let it work again with AWS's answer. A start is never over with that. */
  readonly onOnceAccepted?: readonly Op[];
  /**
   * It needs nothing of its region but the network, and nothing but the network outlives it: a resume starts it at once,
   * beside the databases, and no machine or database waits for its pause.
   */
  readonly standsAlone?: true;
  /** What it really calls, as IAM actions; a test proves both directions. */
  readonly iam: {
    readonly read: readonly string[];
    readonly pause: readonly string[];
    readonly resume: readonly string[];
  };
  readonly detail: ZodType<Detail>;
  readonly saved: {
    readonly version: number;
    readonly schema: ZodType<Saved>;
    /** Brings an older saved configuration to this version. Old formats resume for ever. */
    upgrade?(old: unknown, from: number): unknown;
  };
  /** Options that a plan may carry for this kind; must accept `{}`, and each describes itself (options.ts). */
  readonly options: ZodType<Options>;
  readonly timing: {
    readonly pollSeconds: number;
    readonly giveUpSeconds: number;
    readonly expectSeconds: { readonly pause: number; readonly resume: number };
    /** AWS starts it again by itself after so many hours. */
    readonly wakesItselfAfterHours?: number;
  };
  /** How many items one API call takes, per op. */
  readonly batch: Readonly<Record<Op, number>>;
  /** Ops that AWS allows only so often for one resource. What Standby sent of them is told to the plan as `spent`. */
  readonly budgets?: Readonly<Partial<Record<Op, Budget>>>;

  /** What state it is in. */
  classify(seen: Observed<Detail>): Classified;
  /** What a pause would save and do, or why it will not. Called only where `classify` says running. */
  planPause(seen: Observed<Detail>, options: Options, spent?: Spent): PausePlan<Saved, Op> | Refused;
  /**
   * What a resume would do. `seen` is null when the resource is gone: planned where it can be made again (also after a
   * pause that deletes it), refused otherwise. Steps that AWS already satisfies are left out.
   */
  planResume(saved: Saved, seen: Observed<Detail> | null, spent?: Spent): ResumePlan<Op> | Refused;
  /**
   * What somebody else changed while it was paused: where AWS now says neither what was saved nor what the pause left.
   * Null where nothing was. The plan then asks whether to bring back what was saved (ours) or to keep theirs.
   */
  meanwhile?(saved: Saved, seen: Observed<Detail>): Meanwhile<Saved> | null;
  /**
   * Where one step stands, by what AWS says now. Null is "todo" only for a step that makes the resource again. `now`: for
   * what is of no use any more once its time has passed.
   */
  check(step: Step, seen: Observed<Detail> | null, now?: Date): StepStatus;
  /** Whether the whole is reached: paused as planned, or restored equal to what was saved. */
  verify(action: Action, saved: Saved, seen: Observed<Detail> | null): Verdict;
  /** Kinds that a resource of this kind may need, of all that `relations` ever names. */
  readonly needs?: readonly string[];
  /** Owners (act through them) and needs (must be up first on resume, down later on pause). */
  relations(seen: Observed<Detail>): readonly Relation[];
  /** KMS keys without which AWS could not start it again: a plan looks whether they are there and may be used. */
  keys?(seen: Observed<Detail>): readonly string[];
  /**
   * The service in whose name a start asks for the grant on such a key, where it is not that of its ARN; null where the
   * role of Standby needs none.
   */
  readonly grantsVia?: string | null;
  /** How Terraform's AWS provider knows it, by resource type. Left out where it knows no such resource. */
  readonly terraform?: Readonly<Record<string, TerraformType<Detail, Saved>>>;
  /** What it bills, running and paused. Quantities only; prices are looked up elsewhere. */
  price(seen: Observed<Detail>): readonly CostLine[];
  /** What tells whether anybody uses it. Left out where nothing does, or where it bills nothing while it is idle. */
  readonly idle?: Idle<Detail>;
  /**
   * What its members billed that a pause ended for good (nodes that were terminated), of what the hold saw: members carry
   * their own price only as long as they exist, and a resume makes them anew.
   */
  membersGone?(before: Observed<Detail>, seen: Observed<Detail>): readonly CostLine[];

  /**
   * Every resource of the kind in the door's account and region, or only those named. A name that does not exist is
   * left out. A read that fails throws: an unread page is never an empty one.
   */
  discover(aws: ReadDoor, only?: readonly string[]): AsyncIterable<Observed<Detail>>;
  /**
   * Where the step at hand stands, by the one read that tells it, where `discover` needs more than that: asked while the
   * step takes effect. Who is left out of the answer is read whole. What it calls done is done for those that wait for it;
   * the resource itself is not before `verify` has seen the whole of it.
   */
  glance?(aws: ReadDoor, items: readonly GlanceItem[]): Promise<ReadonlyMap<string, StepStatus>>;
  /** Left out where lists tell all. */
  readonly ahead?: LookAhead<Detail, NoInfer<Saved>>;
  /**
   * Sends one op for one batch (never more items than `batch[op]`). Answers one outcome per item, or throws a
   * FaultError for the whole batch; the engine then splits the batch until the bad item stands alone.
   */
  apply(aws: ActDoor, op: Op, items: readonly ApplyItem[]): Promise<readonly Outcome[]>;
}

/**
 * What a person is told of a kind before there is a plan, in short sentences of plain text. Pages and screens are made of
 * it; a plan says what holds for the very resource.
 */
export type About = AboutPausable | AboutListed;

export interface AboutPausable {
  /** What each of the two does. */
  readonly pause: string;
  readonly resume: string;
  /** What a hold keeps, to be restored and compared. */
  readonly saves: string;
  /** What bills while it is paused. */
  readonly stillCosts: string;
  /** What may be lost or different, and what is left alone for that. */
  readonly hazards: readonly string[];
}

/** Of a kind that cannot be paused: why, and what ends its bill. */
export interface AboutListed {
  readonly reason: string;
  readonly remedy: string;
}

export type Classified =
  | { readonly state: "running"; readonly saw: string }
  | { readonly state: "paused"; readonly saw: string }
  | { readonly state: "changing"; readonly saw: string }
  | { readonly state: "gone"; readonly saw: string }
  /** It bills and cannot be paused. */
  | { readonly state: "unsupported"; readonly saw: string; readonly reason: string; readonly remedy: string };

export interface PausePlan<Saved, Op extends string = string> {
  readonly result: "planned";
  readonly saved: Saved;
  readonly steps: readonly (Step & { readonly op: Op })[];
  readonly hazards: readonly Hazard[];
  readonly restore: RestoreClass;
}

export interface ResumePlan<Op extends string = string> {
  readonly result: "planned";
  readonly steps: readonly (Step & { readonly op: Op })[];
  readonly hazards: readonly Hazard[];
}

export interface Meanwhile<Saved> {
  readonly differences: readonly Difference[];
  /** The saved configuration with these attributes as they are now: what a restore keeps that takes theirs. */
  readonly theirs: Saved;
  /** Whether a restore can set all of them back. */
  readonly canSetBack: boolean;
}

/** So many calls for one resource in any so many hours. */
export interface Budget {
  readonly calls: number;
  readonly hours: number;
}

export interface Refused {
  readonly result: "refused";
  readonly reason: string;
  readonly remedy: string;
  /** The option of its kind that, set to true, says that somebody accepts this; left out where nothing lifts it. */
  readonly accepts?: string;
}

/** Asked once more for what a plan is about to take, where AWS tells it only one by one. */
export interface LookAhead<Detail, Saved = unknown> {
  readonly iam: readonly string[];
  /** What speaks against the action, by native id; who is not named has nothing to fear. */
  look(aws: ReadDoor, action: Action, seen: readonly Observed<Detail>[]): Promise<ReadonlyMap<string, Finding>>;
  /** What speaks against making these again, which a pause deleted: something that they are made of may be gone, too. */
  again?(aws: ReadDoor, gone: readonly Gone<Saved>[]): Promise<ReadonlyMap<string, Finding>>;
  /** KMS keys as of `keys`, by native id, where not even the lists of its kind name them. */
  keys?(aws: ReadDoor, seen: readonly Observed<Detail>[]): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** A resource that AWS does not know any more, and what a resume would make of it. */
export interface Gone<Saved> {
  readonly nativeId: string;
  readonly saved: Saved;
}

/** What was found out ahead, beyond what the lists of a scan tell. */
export interface Finding {
  /** Null: it may go on. */
  readonly refused: Refused | null;
  readonly hazards: readonly Hazard[];
}

/**
 * todo: send it · pending: AWS is still at it · done: seen in effect
 * blocked: it can never get there from here; the engine fails the item with this fault.
 */
export type StepStatus =
  | { readonly status: "todo" | "pending" | "done"; readonly saw: string }
  | { readonly status: "blocked"; readonly saw: string; readonly fault: Fault };

export type Verdict =
  | { readonly verdict: "reached"; readonly saw: string }
  | { readonly verdict: "pending"; readonly saw: string }
  | { readonly verdict: "wrong"; readonly saw: string; readonly differences: readonly Difference[] }
  | { readonly verdict: "gone"; readonly saw: string };

export interface Relation {
  readonly role: "owner" | "needs";
  readonly kind: string;
  readonly nativeId: string;
}

export interface ApplyItem {
  readonly nativeId: string;
  readonly params: unknown;
  /** Stable for one step of one operation: for APIs that take a client token. */
  readonly token: string;
}

export interface GlanceItem {
  readonly nativeId: string;
  readonly step: Step;
  /**
   * What is sent after it, without another look. Null: nothing, so the whole is read next, and where each is asked by itself
   * a glance saves nothing.
   */
  readonly next: Step | null;
}

export interface Outcome {
  readonly nativeId: string;
  /** Null: AWS accepted, or it was already so. */
  readonly fault: Fault | null;
}

/** Types one adapter and hands it on in the form the registry keeps. */
export function defineAdapter<Detail, Saved, Op extends string, Options>(
  adapter: Adapter<Detail, Saved, Op, Options>,
): Adapter<Detail, Saved, Op, Options> {
  return adapter;
}

/** What the registry holds. Methods are bivariant, so every adapter fits; callers parse details by its schema first. */
export type AnyAdapter = Adapter<unknown, unknown, string, unknown>;

/** A saved configuration in today's form: older versions are brought forward by their adapter. */
export function savedOf(adapter: AnyAdapter, saved: unknown, version: number): unknown {
  const old = version < adapter.saved.version && adapter.saved.upgrade;
  return adapter.saved.schema.parse(old ? adapter.saved.upgrade?.(saved, version) : saved);
}

import type { HoldChange, NewHold } from "../../server/engine/ports";
import { allHolds } from "../../server/testing/all-holds";
import type { OperationMemory } from "../../server/testing/memory-store";
import { type Book, configAt, configOf, type LawBroken, type Look, levelOf } from "./books";

type Looks = ReadonlyMap<string, Look>;

/** What laws 2 and 4 say of holds: when one begins, what it says, and what must have been seen before it ends. */
export class HoldLaws {
  constructor(
    private readonly store: OperationMemory,
    private readonly books: ReadonlyMap<string, Book>,
    private readonly broken: (law: string, what: string) => LawBroken,
  ) {}

  /** The store holds what the books say, and nothing else. */
  async kept(): Promise<void> {
    const active = await allHolds(this.store.holds, ["active"]);
    const mine = active.filter((hold) => this.books.has(hold.resourceId));
    const resources = new Set(mine.map((hold) => hold.resourceId));
    if (resources.size !== mine.length) throw this.broken("law 2", "a resource has two active holds");
    for (const [resourceId, { held, nativeId }] of this.books) {
      const hold = mine.find((one) => one.resourceId === resourceId);
      if (hold?.id !== held?.id) throw this.broken("law 2", `the hold of ${nativeId} was lost`);
      if (hold && levelOf(hold.saved) !== held?.level) throw this.broken("law 2", `the hold of ${nativeId} changed`);
    }
  }

  async opened(process: string, newHolds: readonly NewHold[], looks: Looks): Promise<void> {
    const active = await this.store.holds.active(newHolds.map((hold) => hold.resourceId));
    for (const { id, resourceId, saved } of newHolds) {
      const book = this.books.get(resourceId);
      if (!book) throw this.broken("law 7", `there is no ${resourceId} in this world`);
      const [hold, second] = active.filter((one) => one.resourceId === resourceId);
      if (!hold || second) throw this.broken("law 2", `${book.nativeId} has not just one hold`);
      if (book.held && hold.id !== book.held.id)
        throw this.broken("law 2", `the first hold of ${book.nativeId} is gone`);
      if (hold.id !== id) continue;
      const level = levelOf(saved);
      const seenAt = looks.get(`${process} ${book.nativeId}`)?.at ?? 0;
      const truth = configAt(book, Math.max(seenAt, book.open?.plannedAt ?? 0));
      if (!truth.on || truth.level !== level) {
        throw this.broken("law 2", `the hold of ${book.nativeId} says ${level}, it was ${JSON.stringify(truth)}`);
      }
      Object.assign(book, { held: { id, level }, isTouched: false });
    }
  }

  async changed(process: string, change: HoldChange, looks: Looks, moment: number): Promise<void> {
    const book = [...this.books.values()].find(({ held }) => held?.id === change.id);
    if (!book?.held) throw this.broken("law 2", `the hold ${change.id} is not active`);
    const look = looks.get(`${process} ${book.nativeId}`);
    const { on, level } = configOf(look?.seen);
    if (change.to === "verified" && on !== false) throw this.broken("law 4", `${book.nativeId} was never seen off`);
    if (change.to === "unused") return this.#unused(book, book.held.id);
    if (change.to !== "released") return;
    if (on !== true || level !== book.held.level) {
      throw this.broken("law 2", `${book.nativeId} was let go at ${level}, it was to be ${book.held.level}`);
    }
    const since = book.left.filter(({ at }) => at > (look?.at ?? 0));
    // What somebody did after the proof is theirs.
    if (since.length === 0) book.left.push({ at: moment, config: { on: true, level: book.held.level } });
    book.held = null;
  }

  /** Nothing was sent since it was saved: it may end. One that an earlier operation needs stays. */
  async #unused(book: Book, id: string): Promise<void> {
    const active = await allHolds(this.store.holds, ["active"]);
    const isKept = active.some((hold) => hold.id === id);
    if (book.isTouched !== isKept)
      throw this.broken("law 2", `the hold of ${book.nativeId} ${isKept ? "stays unused" : "ended after a call"}`);
    if (!isKept) book.held = null;
  }
}

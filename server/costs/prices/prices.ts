import type { Clock } from "../../core/ports";
import { createPriceBook, type PriceBook } from "../price-book";
import type { Overrides } from "./overrides";
import type { InventoryPrices, PriceStore } from "./ports";
import { countUses } from "./uses";

/** The price book of one process, which any process may add to. */
export interface Prices {
  readonly overrides: Overrides;
  /** As it was loaded last; it is loaded again behind the scenes once that is a while ago. */
  book(): PriceBook;
  reload(): Promise<void>;
  /** What the inventory uses prices for, counted anew once it has changed. */
  ofInventory(): Promise<InventoryPrices>;
}

export interface PricesParts {
  readonly store: PriceStore;
  /** Number of the last change of the inventory. */
  readonly serial: () => Promise<number>;
  readonly clock: Clock;
  readonly overrides: Overrides;
}

/** Prices are read a few at a time and hold for a week: what another process read may be some minutes late here. */
const loadedForMs = 5 * 60_000;

/** Loads what is known, and stays up to date as long as somebody asks. */
export async function openPrices({ store, serial, clock, overrides }: PricesParts): Promise<Prices> {
  const load = async () => createPriceBook({ overrides, listed: await store.list() });
  let triedAt = clock.now().getTime();
  let book = await load();
  let counted: { readonly serial: number; readonly prices: Promise<InventoryPrices> } | null = null;

  const reload = async () => {
    triedAt = clock.now().getTime();
    book = await load();
  };

  return {
    overrides,
    reload,
    book() {
      // A database that cannot be reached leaves the book as it was; the next look tries again.
      if (clock.now().getTime() - triedAt >= loadedForMs) void reload().catch(() => {});
      return book;
    },
    async ofInventory() {
      const now = await serial();
      if (counted?.serial !== now) {
        const prices = countUses(store.estimates());
        counted = { serial: now, prices };
        prices.catch(() => {
          counted = null;
        });
      }
      return counted.prices;
    },
  };
}

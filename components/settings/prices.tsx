"use client";

import { usePrices } from "@/components/data/use-prices";
import { ProblemNote } from "@/components/plan/problem-note";
import { Time } from "@/components/ui/clock";
import { formatNumber, plural } from "@/components/ui/format";
import type { WirePrices } from "@/server/contract/prices";

/** Where the prices of all figures come from, in the order in which they count, and what has none. */
export function Prices() {
  const { data, error } = usePrices();
  return (
    <section aria-labelledby="prices" className="mt-10 max-w-140">
      <h2 id="prices">Prices</h2>
      <ProblemNote error={error} />
      {data && (
        <>
          <p className="mid">{coverageWords(data.coverage)} The first of these that has a price gives it.</p>
          <ol className="list cards mt-3" aria-label="Where prices come from">
            <Negotiated negotiated={data.negotiated} />
            <PriceList list={data.priceList} />
            <li>
              <div className="min-w-0">
                <h3>Catalogue</h3>
                <p className="text-ink-2">
                  {plural(data.catalogue.prices, "list price")} of AWS that come with Standby, the newest of{" "}
                  {data.catalogue.asOf}
                </p>
              </div>
            </li>
          </ol>
          <Unpriced rows={data.unpriced} inAll={data.unpricedInAll} />
        </>
      )}
    </section>
  );
}

function coverageWords({ resources, priced }: WirePrices["coverage"]): string {
  if (resources === 0) return "Nothing was read yet that a price could be for.";
  if (priced === resources) return `Each of the ${plural(resources, "resource")} has its price.`;
  return `${formatNumber(priced)} of ${plural(resources, "resource")} have a price for all that needs one; the others are in no sum.`;
}

function Negotiated({ negotiated }: Pick<WirePrices, "negotiated">) {
  return (
    <li>
      <div className="min-w-0">
        <h3>Negotiated</h3>
        {negotiated === null && (
          <p className="text-ink-2">None. The server reads them from the file that STANDBY_PRICES names.</p>
        )}
        {negotiated && (
          <details>
            <summary className="text-ink-2">
              {negotiated.title}, since {negotiated.asOf}: {plural(negotiated.entries.length, "entry", "entries")}
            </summary>
            {negotiated.entries.map((entry) => (
              <p key={`${entry.table} ${entry.key} ${entry.region}`} className="mt-1 wrap-anywhere">
                {entry.table} {entry.key} in {entry.region === "*" ? "every region" : entry.region}: {termsOf(entry)}
              </p>
            ))}
          </details>
        )}
      </div>
    </li>
  );
}

type Entry = NonNullable<WirePrices["negotiated"]>["entries"][number];

function termsOf({ rate, discountPercent }: Entry): string {
  return rate === null ? `${discountPercent} % off the list price` : `$${rate} a unit`;
}

function PriceList({ list }: { readonly list: WirePrices["priceList"] }) {
  const { fault, askedAt, newestReadAt, oldestReadAt } = list;
  return (
    <li>
      <div className="min-w-0">
        <h3>AWS price list</h3>
        <p className="text-ink-2">{stateWords(list)}</p>
        {fault && (
          <p className="text-fault wrap-anywhere">
            {fault.reason} {fault.remedy}
          </p>
        )}
        <small>
          {newestReadAt && oldestReadAt && (
            <>
              Read from <Time at={oldestReadAt} form="date" /> to <Time at={newestReadAt} form="date" />.{" "}
            </>
          )}
          {askedAt && (
            <>
              Asked last on <Time at={askedAt} form="full" />.
            </>
          )}
        </small>
      </div>
    </li>
  );
}

/** Questions to it are free of charge, so nothing is said of their price. */
function stateWords({ state, read, without, due }: WirePrices["priceList"]): string {
  const known = `${plural(read, "price")} read${without > 0 ? `, ${formatNumber(without)} that it has none or several for` : ""}`;
  const open = due > 0 ? `, ${formatNumber(due)} to be read` : "";
  switch (state) {
    case "sandbox":
      return "Not asked: no account of AWS is connected, only the sandbox account.";
    case "unasked":
      return `Not asked yet${open}.`;
    case "denied":
      return `Not allowed to ask${open}. ${known}; where it has none, the catalogue counts.`;
    case "failed":
      return `The last question failed${open}. ${known}; it is asked again within the hour.`;
    case "answered":
      return `${known}${open}.`;
  }
}

const shownAtMost = 50;

function Unpriced({ rows, inAll }: { readonly rows: WirePrices["unpriced"]; readonly inAll: number }) {
  if (rows.length === 0) return null;
  const shown = rows.slice(0, shownAtMost);
  return (
    <details className="mt-4">
      <summary>What has no price: {formatNumber(inAll)}</summary>
      <ul className="list cards mt-3" aria-label="What has no price">
        {shown.map((row) => (
          <li key={[row.kind, row.label, row.table, row.key, row.region].join(" ")}>
            <div className="min-w-0">
              <h3>
                {row.title}: {row.label}
              </h3>
              <p className="text-ink-2 wrap-anywhere">
                {row.key ? `${row.key} in ${row.region}` : row.region}, {plural(row.resources, "resource")}
              </p>
              <small className="wrap-anywhere">{row.reason}</small>
            </div>
          </li>
        ))}
      </ul>
      {inAll > shown.length && (
        <p className="mid">And {formatNumber(inAll - shown.length)} more: GET /api/v1/prices.</p>
      )}
    </details>
  );
}

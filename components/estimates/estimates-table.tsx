import Link from "next/link";
import type { ReactNode } from "react";
import { nameWord } from "@/components/costs/words";
import styles from "@/components/savings/savings.module.css";
import { plural } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import type { WireEstimate, WireEstimates } from "@/server/contract/estimates";
import { byWords, type EstimatesView } from "./view";

/** A phone has room for what it costs now; the figures above the table have the rest of it. */
const parts = [
  { title: "Goes on paused", part: "paused" },
  { title: "Taken away", part: "saved" },
  { title: "Would be left", part: "optimised" },
] as const;

/** Each part of what runs, dearest first. */
export function EstimatesTable({
  view,
  estimates,
}: {
  readonly view: EstimatesView;
  readonly estimates: WireEstimates;
}) {
  const { items, rest, total } = estimates;
  const title = view.by === "tag" ? `Tag ${view.tag}` : byWords[view.by];
  return (
    <div className={`${styles.wide} mt-3`}>
      <table className={styles.table}>
        <caption className="sr-only">By {title.toLowerCase()}, dearest first; a month is 730 hours</caption>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col" className="r max-sm:hidden">
              An hour
            </th>
            <th scope="col" className="r">
              A month
            </th>
            {parts.map((one) => (
              <th key={one.title} scope="col" className="r max-sm:hidden">
                {one.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row key={item.key} estimate={item}>
              <Name view={view} of={item} />
            </Row>
          ))}
          {rest && <Row estimate={rest}>{plural(rest.items, "other")}</Row>}
        </tbody>
        <tfoot>
          <Row estimate={total}>
            <b>All</b>
          </Row>
        </tfoot>
      </table>
    </div>
  );
}

function Row({ estimate, children }: { readonly estimate: WireEstimate; readonly children: ReactNode }) {
  const { resources, priced, current } = estimate;
  const unpriced = resources - priced;
  return (
    <tr>
      <td className="cut max-sm:whitespace-normal!">
        {children}{" "}
        <span className="dim max-sm:block">
          {plural(resources, "resource")}
          {unpriced > 0 && `, ${unpriced} without a price`}
        </span>
      </td>
      <td className="r mid max-sm:hidden">
        <Money value={current.hourly} digits={4} />
      </td>
      <td className="r">
        <b>
          <Money value={current.monthly} />
        </b>
      </td>
      {parts.map(({ title, part }) => (
        <td key={title} className="r mid max-sm:hidden">
          <Money value={estimate[part].monthly} />
        </td>
      ))}
    </tr>
  );
}

function Name({
  view,
  of: { key, name },
}: {
  readonly view: EstimatesView;
  readonly of: WireEstimates["items"][number];
}) {
  const href = hrefOf(view, key);
  if (view.by === "service") return <span title={name}>{nameWord(name, "service")}</span>;
  return href === null ? name : <Link href={href}>{name}</Link>;
}

/** Where the resources of a row are listed; several groups together have no list. */
function hrefOf({ by, account, group }: EstimatesView, key: string): string | null {
  const shown = { ...(account === null ? {} : { account }), ...(group === null ? {} : { group }) };
  const list = (own: Readonly<Record<string, string>>) => `/resources?${new URLSearchParams({ ...shown, ...own })}`;
  if (by === "resource") return `/resources?id=${encodeURIComponent(key)}`;
  if (by === "kind" || by === "region" || by === "account") return list({ [by]: key });
  if (by === "group" && !key.includes(", ")) return list({ group: key === "" ? "none" : key });
  return null;
}

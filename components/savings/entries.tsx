import Link from "next/link";
import { Time } from "@/components/ui/clock";
import { Money } from "@/components/ui/money";
import type { WireSavingsEntry } from "@/server/contract/savings";
import styles from "./savings.module.css";
import { besideWord, lineWord, stretchWord } from "./words";

/** The ledger: each stretch of time with what it is worth, and where each price is from. */
export function Entries({ entries }: { readonly entries: readonly WireSavingsEntry[] }) {
  return (
    <section className="mt-6">
      <h2 className="mb-2">What it is made of</h2>
      <div className={styles.wide}>
        <table className={styles.table}>
          <caption className="sr-only">Stretches of time, newest first, each with its price lines</caption>
          <thead>
            <tr>
              <th scope="col">Resource</th>
              <th scope="col" className="max-sm:hidden">
                It was
              </th>
              <th scope="col" className="max-sm:hidden">
                From
              </th>
              <th scope="col" className="max-sm:hidden">
                Until
              </th>
              <th scope="col" className="r max-sm:hidden">
                An hour
              </th>
              <th scope="col" className="r max-sm:hidden">
                Restart
              </th>
              <th scope="col" className="r">
                Worth
              </th>
            </tr>
          </thead>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </table>
      </div>
    </section>
  );
}

function Entry({ entry }: { readonly entry: WireSavingsEntry }) {
  const beside = besideWord(entry);
  return (
    <tbody>
      <tr>
        <td className="cut">
          <Link href={`/resources?id=${encodeURIComponent(entry.resourceId)}`}>{entry.name}</Link>{" "}
          <span className="dim">{entry.kind}</span>
          <span className="dim block sm:hidden">
            {stretchWord(entry)}
            <br />
            <Time at={entry.from} form="date" /> to{" "}
            {entry.until === null ? "now" : <Time at={entry.until} form="date" />}
          </span>
        </td>
        <td className="mid max-sm:hidden">{stretchWord(entry)}</td>
        <td className="mid nw max-sm:hidden">
          <Time at={entry.from} form="date" />
        </td>
        <td className="mid nw max-sm:hidden">{entry.until === null ? "now" : <Time at={entry.until} form="date" />}</td>
        <td className="r mid max-sm:hidden">
          <Money value={entry.hourly} digits={4} />
        </td>
        <td className="r mid max-sm:hidden">
          <Money value={entry.restart} />
        </td>
        <td className="r">
          <b>
            <Money value={entry.amount} />
          </b>
        </td>
      </tr>
      {(entry.lines.length > 0 || beside) && (
        <tr>
          <td colSpan={7} className={styles.lines}>
            <ul className="dim">
              {entry.lines.map((line) => (
                <li key={`${line.label} ${line.note}`}>
                  {line.label}, {line.note}: {lineWord(line)}
                </li>
              ))}
              {beside && <li>{beside}</li>}
            </ul>
          </td>
        </tr>
      )}
    </tbody>
  );
}

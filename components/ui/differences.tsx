import type { Difference } from "@/server/core/operation";

const cell = "pr-3 align-top whitespace-normal [overflow-wrap:anywhere]";

/** Attributes that are not as they were saved, one to a row. `title`: what the rows are. */
export function Differences({
  title,
  differences,
}: {
  readonly title: string;
  readonly differences: readonly Difference[];
}) {
  return (
    <div className="relative overflow-x-auto pt-0.5 pb-2">
      <table className="w-full table-fixed">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">Saved</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ path, saved, now }) => (
            <tr key={path}>
              <td className={`mono ${cell}`}>{path}</td>
              <td className={cell}>{saved}</td>
              <td className={cell}>{now}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

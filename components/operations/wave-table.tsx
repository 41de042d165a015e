import styles from "./operations.module.css";
import { clockOf, type OperationWave } from "./sections";

/** The waves in their order: how much of each is done and how long it took. */
export function WaveTable({ waves }: { readonly waves: readonly OperationWave[] }) {
  return (
    <>
      <h2>Waves</h2>
      <table className={styles.waves}>
        <colgroup>
          <col className={styles.narrow} />
          <col />
          <col className={styles.share} />
          <col className={styles.time} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Number</span>
            </th>
            <th scope="col">
              <span className="sr-only">Wave</span>
            </th>
            <th scope="col">
              <span className="sr-only">Done</span>
            </th>
            <th scope="col">
              <span className="sr-only">Time</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {waves.map((wave, index) => (
            <tr key={wave.wave}>
              <td>
                <span className={`${styles.number} ${styles[`tone-${wave.tone}`]}`}>{index + 1}</span>
              </td>
              <td className={styles.name}>{wave.title}</td>
              <td className={wave.done === wave.total ? "dim" : "b"}>
                {wave.done} of {wave.total}
              </td>
              <td className="r dim">{wave.seconds === null ? "" : clockOf(wave.seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

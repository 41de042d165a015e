import { Empty } from "@/components/ui/empty";
import { Note } from "@/components/ui/note";
import type { WireUnread } from "@/server/contract/costs";
import { spanOfUnread, unreadRemedy, unreadWord } from "./words";

/** Some days of the answer are missing: which, why, and what to do. */
export function UnreadNote({ unread }: { readonly unread: readonly WireUnread[] }) {
  if (unread.length === 0) return null;
  const waits = unread.every(({ state }) => state === "waiting");
  return (
    <Note tone={waits ? "paused" : "ember"} title="Some of these days are not known" className="mb-4">
      <ul>
        {unread.map((one) => (
          <li key={`${one.account.id} ${one.from}`} className="wrap-anywhere">
            {one.state === "waiting" ? `${one.account.name} is still being read` : unreadWord(one)}: {spanOfUnread(one)}
            . {one.state !== "waiting" && <Reason of={one} />}
          </li>
        ))}
      </ul>
    </Note>
  );
}

/** Nothing is known at all: never a zero. */
export function NothingRead({ unread }: { readonly unread: readonly WireUnread[] }) {
  const [first] = unread;
  if (!first) {
    return (
      <Empty title="Waits for the first reading">
        Connect an account, and Standby asks its Cost Explorer by itself. Until then there is no figure here.
      </Empty>
    );
  }
  return (
    <Empty title={unread.length === 1 ? unreadWord(first) : "No costs were read yet"}>
      {unread.map((one) => (
        <p key={one.account.id} className="mt-1 wrap-anywhere">
          {unread.length > 1 && `${unreadWord(one)}: `}
          <Reason of={one} />
        </p>
      ))}
      <p className="mt-1">
        Until then there is no figure here. What runs now is estimated from the price list all the same.
      </p>
    </Empty>
  );
}

function Reason({ of: { state, fault } }: { readonly of: WireUnread }) {
  if (fault === null) return <>{unreadRemedy(state)}</>;
  return (
    <>
      {fault.reason} {fault.remedy}
      {fault.action !== undefined && (
        <>
          {" "}
          Missing: <code className="mono">{fault.action}</code>.
        </>
      )}
    </>
  );
}

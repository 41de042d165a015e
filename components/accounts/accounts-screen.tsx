"use client";

import { useState } from "react";
import { useRights } from "@/components/access/use-rights";
import { useAccounts } from "@/components/data/use-accounts";
import { useScan } from "@/components/data/use-scan";
import { ProblemNote } from "@/components/plan/problem-note";
import { RelativeTime } from "@/components/ui/clock";
import { Empty } from "@/components/ui/empty";
import { plural } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { Note } from "@/components/ui/note";
import { StateWord } from "@/components/ui/state";
import type { WireAccount, WireCoverage } from "@/server/contract/accounts";
import { ConnectDialog, type CredentialKind } from "./connect-dialog";

/** The accounts that Standby may act in. `now` is the time of the first data. */
export function AccountsScreen({ now }: { now: string }) {
  const { data, error } = useAccounts();
  const [connecting, setConnecting] = useState<CredentialKind | null>(null);
  const scan = useScan();
  const { mayOperate, mayAdminister } = useRights();
  const accounts = data?.items ?? [];

  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>Accounts</h1>
          <p>An account is a street: what is read from it stands on the overview.</p>
        </div>
        <Key
          variant="pri"
          reason={mayAdminister ? null : "Admins connect accounts"}
          onClick={() => setConnecting("role")}
        >
          Connect an account
        </Key>
      </div>
      <ProblemNote error={error ?? scan.error} />
      {data && accounts.length === 0 && (
        <Empty
          title="No account is connected yet"
          action={
            mayAdminister && (
              <Key variant="lamp" onClick={() => setConnecting("sandbox")}>
                Open the sandbox
              </Key>
            )
          }
        >
          Connect an AWS account by a role or by the server's own credentials, or look around in the sandbox first.
        </Empty>
      )}
      {accounts.length > 0 && (
        <ul className="list cards">
          {accounts.map((account) => (
            <li key={account.id}>
              <div className="min-w-0">
                <h2>{account.name}</h2>
                <p className="text-ink-2 wrap-anywhere">{credentialWords(account)}</p>
                <small>{account.regions ? account.regions.join(", ") : "every enabled region"}</small>
              </div>
              <div className="flex items-center gap-4 max-sm:flex-wrap">
                {scan.isPending && scan.variables === account.id ? (
                  <StateWord state="changing" word="Reading" />
                ) : (
                  <span className="text-ink-2">
                    {account.lastScanAt ? (
                      <>
                        read <RelativeTime at={account.lastScanAt} now={now} />
                      </>
                    ) : (
                      "not read yet"
                    )}
                  </span>
                )}
                <Key
                  size="sm"
                  busy={scan.isPending}
                  disabled={!mayOperate}
                  aria-label={`Read ${account.name} again`}
                  onClick={() => scan.mutate(account.id)}
                >
                  Read again
                </Key>
              </div>
            </li>
          ))}
        </ul>
      )}
      {scan.data && <CoverageNote coverage={scan.data} name={nameOf(accounts, scan.data.accountId)} />}
      <ConnectDialog
        kind={connecting}
        onClose={() => setConnecting(null)}
        onConnected={(account) => scan.mutate(account.id)}
      />
    </div>
  );
}

/** What the last reading found, and what it could not read. */
function CoverageNote({ coverage, name }: { coverage: WireCoverage; name: string }) {
  const whole = coverage.notRead === 0;
  const found = `${plural(coverage.found, "resource")} in ${plural(coverage.read, "list")}, ${plural(coverage.calls, "call")} to AWS`;
  if (coverage.state === "running") {
    return (
      <Note tone="changing" title={`${name} is still being read`} live className="mt-4">
        {found} so far.
      </Note>
    );
  }
  return (
    <Note
      tone={whole ? "proof" : "ember"}
      title={whole ? `${name} was read` : `${name} was read in part`}
      live
      className="mt-4"
    >
      {found}.
      {coverage.rows
        .filter(({ status }) => status === "notRead")
        .slice(0, 5)
        .map(({ kind, region, fault }) => (
          <p key={`${kind} ${region}`} className="wrap-anywhere">
            {kind} in {region}: {fault ? `${fault.reason} ${fault.remedy}` : "not read"}
          </p>
        ))}
    </Note>
  );
}

function nameOf(accounts: readonly WireAccount[], id: string): string {
  return accounts.find((account) => account.id === id)?.name ?? "The account";
}

function credentialWords({ credentials, awsAccountId }: WireAccount): string {
  if (credentials.type === "sandbox") return "Built in, behaves like AWS";
  const number = awsAccountId ?? "number not read yet";
  if (credentials.type === "environment") return `${number}, by the server's own credentials`;
  return `${number}, by ${credentials.roleArn ?? "a role"}`;
}

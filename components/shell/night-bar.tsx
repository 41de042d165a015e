"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import { ApiProblem } from "@/components/data/api";
import { useOverview } from "@/components/data/use-overview";
import { AccountSwitcher } from "./account-switcher";
import { ConnectionLine } from "./connection-line";
import { Logo } from "./logo";
import { Meter } from "./meter";
import { OperationTray } from "./operation-tray";
import { hrefWithAccount, isOn, screens } from "./screens";
import { ThemeToggle } from "./theme-toggle";
import { useAccount } from "./use-account";
import { UserMenu } from "./user-menu";

/** The bar on top: where one is, what is at work, and what everything costs an hour. */
export function NightBar() {
  const path = usePathname();
  const account = useAccount();
  const overview = useOverview(account ?? undefined);
  const { error, data } = overview;
  useSignInAgain(error);

  return (
    <>
      <header className="bar">
        <Link className="logo" href="/" aria-label="Standby, overview">
          <Logo />
        </Link>
        <AccountSwitcher account={account} />
        <nav aria-label="Main">
          {screens.map((screen) => (
            <Link
              key={screen.href}
              href={hrefWithAccount(screen.href, account)}
              {...(isOn(screen, path) ? { "aria-current": "page" as const } : {})}
            >
              {screen.word}
            </Link>
          ))}
        </nav>
        <span className="sp" />
        {data && <OperationTray operations={data.operations} />}
        {data && data.accounts.length > 0 && <Meter overview={data} account={account} />}
        <ThemeToggle />
        <UserMenu />
      </header>
      <ConnectionLine error={error} readAt={data?.at ?? null} />
    </>
  );
}

/** The screens at the lower edge of a phone, in reach of the thumb. */
export function PhoneNav() {
  const path = usePathname();
  const account = useAccount();
  return (
    <nav className="phone-nav" aria-label="Screens">
      {screens.map((screen) => (
        <Link
          key={screen.href}
          href={hrefWithAccount(screen.href, account)}
          {...(isOn(screen, path) ? { "aria-current": "page" as const } : {})}
        >
          <screen.icon size={16} strokeWidth={1.5} aria-hidden="true" />
          {screen.word}
        </Link>
      ))}
    </nav>
  );
}

/** A session that ended leads to the sign-in screen, and from there back. */
function useSignInAgain(error: Error | null) {
  const router = useRouter();
  const path = usePathname();
  const ended = error instanceof ApiProblem && error.problem.status === 401;
  useEffect(() => {
    if (ended) router.replace(`/sign-in?next=${encodeURIComponent(path)}`);
  }, [ended, router, path]);
}

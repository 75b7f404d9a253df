import { lazy, Suspense } from 'preact/compat';
import { useEffect, useState } from 'preact/hooks';
import { Redirect, Route, Switch } from 'wouter-preact';
import { NotFound } from './layout/not-found.tsx';
import type { PageLink } from './layout/page-link.ts';
import { TopBar } from './layout/top-bar.tsx';
import { OrderPage } from './orders/order-page.tsx';
import { OrdersPage } from './orders/orders-page.tsx';
import { rememberedRole, signInLocally } from './session/local-issuer.ts';
import { isStaff, session } from './session/session.ts';
import { SignIn } from './session/sign-in.tsx';
import { StockPage } from './stock/stock-page.tsx';

// Charts and what few look at first come when they are asked for.
const ItemPage = lazy(() => import('./stock/item-page.tsx'));
const NowPage = lazy(() => import('./now/now-page.tsx'));
const ShopPage = lazy(() => import('./shop/shop-page.tsx'));
const FaultsPage = lazy(() => import('./faults/faults-page.tsx'));
const RacePage = lazy(() => import('./race/race-page.tsx'));

const pages: readonly (PageLink & { readonly isForStaff: boolean })[] = [
  { path: '/stock', name: 'Stock', isForStaff: false },
  { path: '/orders', name: 'Orders', isForStaff: false },
  { path: '/now', name: 'Now', isForStaff: true },
  { path: '/shop', name: 'Shop', isForStaff: false },
  { path: '/faults', name: 'Faults', isForStaff: true },
  { path: '/race', name: 'Race', isForStaff: true },
];

/** Signs in, and shows the page that the address names. */
export function Console() {
  const isRestored = useRestoredRole();
  const subject = session.value?.subject;
  if (!isRestored) return null;
  if (subject === undefined) return <SignIn />;
  return (
    <>
      <TopBar links={pages.filter(({ isForStaff }) => isStaff() || !isForStaff)} />
      <Suspense fallback={<main class="container page-loading" aria-busy="true" />}>
        <Switch>
          <Route path="/">
            <Redirect to="/stock" replace />
          </Route>
          <Route path="/stock">
            <StockPage />
          </Route>
          <Route path="/stock/:sku">{({ sku }) => <ItemPage key={sku} sku={sku} />}</Route>
          <Route path="/orders">
            <OrdersPage />
          </Route>
          <Route path="/orders/:orderId">{({ orderId }) => <OrderPage key={orderId} orderId={orderId} />}</Route>
          <Route path="/now">
            <NowPage />
          </Route>
          <Route path="/shop">
            <ShopPage />
          </Route>
          <Route path="/faults">
            <FaultsPage />
          </Route>
          <Route path="/race">
            <RacePage />
          </Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </>
  );
}

/** Takes up the role that the tab had before a reload; true once that is settled. */
function useRestoredRole(): boolean {
  const [isRestored, setRestored] = useState(false);
  useEffect(() => {
    const role = rememberedRole();
    const signedIn = role === undefined ? Promise.resolve() : signInLocally(role);
    // Without an answer there is nobody signed in, and the page that signs in says why.
    signedIn.catch(() => undefined).finally(() => setRestored(true));
  }, []);
  return isRestored;
}

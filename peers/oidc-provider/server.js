// An OpenID provider on loopback. Whoever types a name is that person; nothing is kept.
import { Provider } from "oidc-provider";

const { PORT, TOKEN } = process.env, issuer = `http://127.0.0.1:${PORT}`;

const provider = new Provider(issuer, {
  // The address is called `mail` here, as in many directories.
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "mail"], email: ["email_verified"] },
  scopes: ["openid", "profile", "email"],
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `${id} of there`, preferred_username: id, mail: `${id}@demo.test`, email_verified: true }),
  }),
  features: {
    devInteractions: { enabled: true },
    registration: { enabled: true, initialAccessToken: TOKEN },
    rpInitiatedLogout: { enabled: true },
    backchannelLogout: { enabled: true },
    userinfo: { enabled: true },
  },
  pkce: { required: () => true },
  cookies: { keys: ["only for tests"] },
  // Consent is a page of its own; here it is given with the registration.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid profile email");
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  if (ctx.path !== "/logged-in") return next();
  const session = await provider.Session.get(provider.createContext(ctx.req, ctx.res));
  ctx.type = "text/plain";
  ctx.body = session.accountId ?? "nobody";
});

provider.listen(Number(PORT), "127.0.0.1");

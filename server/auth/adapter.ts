import type { Adapter, AdapterUser } from "next-auth/adapters";
import type { Database } from "@/db/client";
import { emailAddress, personName } from "@/domain/access/input";
import { hashToken } from "../trpc/context";

type Row = { id: string; email: string; name: string };

const personOf = ({ id, email, name }: Row): AdapterUser => ({ id, email, name, emailVerified: null });

const firstPerson = async (rows: PromiseLike<Row[]>): Promise<AdapterUser | null> => {
  const [row] = await rows;
  return row ? personOf(row) : null;
};

/** Auth.js on our own sessions and accounts. It hands over tokens in the clear; the database is only ever asked by their hash. */
export function authAdapter(
  { sql }: Pick<Database, "sql">,
  { address, userAgent } = { address: "", userAgent: "" },
): Adapter {
  const getUser = (id: string) => firstPerson(sql<Row[]>`select id, email, name from private.person(${id})`);
  return {
    getUser,
    getUserByEmail: (email) =>
      firstPerson(sql<Row[]>`select a.id, ${email}::text as email, a.name from private.sign_in_account(${email}) a`),
    getUserByAccount: ({ provider, providerAccountId }) =>
      firstPerson(sql<Row[]>`select * from private.person_of_account(${provider}, ${providerAccountId})`),
    createUser: async (user) => {
      const email = emailAddress.parse(user.email);
      const name = personName.parse(user.name ?? email);
      const [row] = await sql<{ id: string }[]>`select private.create_user(${email}, ${name}, null) as id`;
      if (!row) throw new Error("The account was not made");
      return personOf({ id: row.id, email, name });
    },
    updateUser: async ({ id, name }) => {
      const found = name
        ? await firstPerson(sql<Row[]>`select * from private.rename_person(${id}, ${personName.parse(name)})`)
        : await getUser(id);
      if (!found) throw new Error("There is no such account");
      return found;
    },
    linkAccount: async ({ provider, providerAccountId, userId }) => {
      await sql`select private.link_account(${provider}, ${providerAccountId}, ${userId})`;
    },
    createSession: async (session) => {
      const { userId, sessionToken, expires } = session;
      await sql`
        select private.open_session(${userId}, ${hashToken(sessionToken)}, ${expires}, ${userAgent}, ${address}, 'provider'),
          private.note_access('sign-in', ${userId}, null, ${address}, ${userAgent}, 'provider')`;
      return session;
    },
    getSessionAndUser: async (sessionToken) => {
      const [row] = await sql<
        (Row & { expires_at: Date })[]
      >`select * from private.session_person(${hashToken(sessionToken)})`;
      return row ? { session: { sessionToken, userId: row.id, expires: row.expires_at }, user: personOf(row) } : null;
    },
    updateSession: async ({ sessionToken, expires }) => {
      if (!expires) return null;
      const [row] = await sql<{ user_id: string | null }[]>`
        select private.extend_session(${hashToken(sessionToken)}, ${expires}) as user_id`;
      return row?.user_id ? { sessionToken, userId: row.user_id, expires } : null;
    },
    deleteSession: async (sessionToken) => {
      await sql`select private.close_session(${hashToken(sessionToken)})`;
    },
  };
}

/** The question for a new password, for oneself or for another. */
import { ask } from '../dialog.js';
import { users } from '../host.js';
import { toast } from '../toast.js';

const LENGTH_MIN = 8;

export const PASSWORD = {
  name: 'password',
  label: 'Password',
  type: 'password',
  least: LENGTH_MIN,
  hint: `At least ${LENGTH_MIN} characters. A few words are best.`,
  complete: 'new-password',
};

/** @param {{title: string, body: string, userKey: string}} whose */
export async function changePassword({ title, body, userKey }) {
  const done = await ask({
    title,
    body,
    action: 'Change it',
    fields: [
      { ...PASSWORD, label: 'New password' },
      { ...PASSWORD, name: 'again', label: 'New password again', hint: undefined },
    ],
    act: async ({ password, again }) => {
      if (password !== again) {
        throw new Error('The two passwords are not the same.');
      }
      await users.update(userKey, { password });
    },
  });
  if (done) {
    toast('The password is changed.');
  }
}

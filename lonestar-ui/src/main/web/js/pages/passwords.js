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

const TWICE = [
  { ...PASSWORD, label: 'New password' },
  { ...PASSWORD, name: 'again', label: 'New password again', hint: undefined },
];

function requireSame({ password, again }) {
  if (password !== again) {
    throw new Error('The two passwords are not the same.');
  }
}

/** For oneself, with the old one. */
export async function changeOwnPassword(userKey) {
  const done = await ask({
    title: 'A new password for you',
    body: 'Your other browsers and phones have to log in again.',
    action: 'Change it',
    fields: [
      { name: 'old', label: 'Old password', type: 'password', complete: 'current-password' },
      ...TWICE,
    ],
    act: async (values) => {
      requireSame(values);
      await users.setPassword(userKey, { oldPassword: values.old, newPassword: values.password });
    },
  });
  if (done) {
    toast('The password is changed.');
  }
  return done;
}

/** For another, by an admin. */
export async function changePassword(user) {
  const done = await ask({
    title: `New password for ${user.username}`,
    body: 'Every session of this account ends; it has to log in again.',
    action: 'Change it',
    fields: TWICE,
    act: async (values) => {
      requireSame(values);
      await users.setPassword(user.key, { newPassword: values.password });
    },
  });
  if (done) {
    toast('The password is changed.');
  }
  return done;
}

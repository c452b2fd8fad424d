/** What a form says, checked. Shared by the actions, which fill it, and the forms, which show it. */
import { z } from 'zod'
import { SIGNUP_ROLES } from './roles'

export interface FormState {
  /** For the whole form. */
  message: string | null
  /** By the field's name. */
  errors: Record<string, string>
  /** To fill the form again; never a password. */
  values: Record<string, string>
}

export const EMPTY: FormState = { message: null, errors: {}, values: {} }

const email = z.string('Enter your email address.').trim().toLowerCase().min(1, 'Enter your email address.').max(254, 'Enter a shorter email address.').pipe(z.email('Enter an email address like name@example.org.'))
// bcrypt reads 72 bytes; what is longer would be cut without a word.
const bytes = (text: string) => new TextEncoder().encode(text).length

export const loginFields = z.object({
  email,
  password: z.string('Enter your password.').min(1, 'Enter your password.').refine((text) => bytes(text) <= 72, 'That password is too long to be yours.'),
  token: z.string().max(100).optional(),
})

export const signupFields = z.object({
  name: z.string('Enter your name.').trim().min(1, 'Enter your name.').max(80, 'Enter a name of 80 characters or fewer.'),
  email,
  role: z.enum(SIGNUP_ROLES, 'Choose what you do at the clinic.'),
  password: z.string('Choose a password.').min(10, 'Choose a password of 10 characters or more.').refine((text) => bytes(text) <= 72, 'Choose a password of 72 bytes or fewer.'),
})

type Checked<T> = { ok: true; data: T } | { ok: false; state: FormState }

/** Takes the schema's fields from the form by their exact names, and only text: `email[$ne]` is no field, a file is no text. */
export function checkFields<T extends z.ZodRawShape>(schema: z.ZodObject<T>, form: unknown): Checked<z.infer<z.ZodObject<T>>> {
  const given: Record<string, string> = {}
  // An action is an endpoint: whoever calls it chooses its arguments.
  if (form instanceof FormData) {
    for (const name of Object.keys(schema.shape)) {
      const value = form.get(name)
      if (typeof value === 'string') given[name] = value
    }
  }
  const checked = schema.safeParse(given)
  if (checked.success) return { ok: true, data: checked.data }

  const errors: Record<string, string> = {}
  for (const issue of checked.error.issues) errors[String(issue.path[0])] ??= issue.message
  return { ok: false, state: { message: null, errors, values: withoutPassword(given) } }
}

export function refuse(message: string, values: Record<string, string> = {}): FormState {
  return { message, errors: {}, values: withoutPassword(values) }
}

function withoutPassword(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== 'password'))
}

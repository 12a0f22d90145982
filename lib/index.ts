export { ContextError } from './context';
export { MemberRoleStack } from './member-role-stack';
export { Notafter } from './notafter';
export type { NotafterProps } from './props';

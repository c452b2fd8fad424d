export { may } from './permissions'
export { findMember, type Member, staffWho } from './staff'

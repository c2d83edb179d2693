/** What every program that a test starts is given besides its settings: where programs are, and what Node has compiled before, which is most of a start. */
export const anyProgram = {
  PATH: process.env.PATH ?? '',
  ...(process.env.NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
};

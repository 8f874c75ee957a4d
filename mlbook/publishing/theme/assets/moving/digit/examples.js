// The eight unseen digits of the drawing, so that they are there before any data is: what each is, and its
// 64 values from 0 to 16, each one figure of base 17.
const KEPT = [
  [1, "00005f300003fg4003dgeg1002748g0000008e0000007g1000009g6000008f20"],
  [7, "002dgd40009b9g7002f22f2003308d20001dgga0000bd510000b6000003f2000"],
  [6, "000ca000004f700000f4000001g7100004gegd1001g01ab000e918c0002agg50"],
  [8, "003cg90000c9dg9003g508c0009gad200004gc00000b9g00001f2c00002gg600"],
  [4, "000a6000004g230000d87e0007f0de500efegg900dgfg6000019e000000ea000"],
  [3, "005cd30004g98c0002305b000003ba000006ef30000007b000a649b0006gge20"],
  [1, "00005f600004fg4003bgag4004b30g4000001g4000003g3000005g4000006f40"],
  [4, "000e8000003g300000c9970006f1eb600de8gg7008ggg300001be000000ee000"],
];

export const examples = KEPT.map(([digit, values]) => ({ digit, counts: Uint8Array.from(values, (value) => parseInt(value, 17)) }));

//! A sample: a step of 15 lines, and a function of 60.

#[given(expr = "a long step")]
fn long_step() {
    let _0 = 0;
    let _1 = 1;
    let _2 = 2;
    let _3 = 3;
    let _4 = 4;
    let _5 = 5;
    let _6 = 6;
    let _7 = 7;
    let _8 = 8;
    let _9 = 9;
    let _10 = 10;
    let _11 = 11;
    let _12 = 12;
}

#[then("a short step")]
fn short_step() {}

fn long_function() {
    let _0 = 0;
    let _1 = 1;
    let _2 = 2;
    let _3 = 3;
    let _4 = 4;
    let _5 = 5;
    let _6 = 6;
    let _7 = 7;
    let _8 = 8;
    let _9 = 9;
    let _10 = 10;
    let _11 = 11;
    let _12 = 12;
    let _13 = 13;
    let _14 = 14;
    let _15 = 15;
    let _16 = 16;
    let _17 = 17;
    let _18 = 18;
    let _19 = 19;
    let _20 = 20;
    let _21 = 21;
    let _22 = 22;
    let _23 = 23;
    let _24 = 24;
    let _25 = 25;
    let _26 = 26;
    let _27 = 27;
    let _28 = 28;
    let _29 = 29;
    let _30 = 30;
    let _31 = 31;
    let _32 = 32;
    let _33 = 33;
    let _34 = 34;
    let _35 = 35;
    let _36 = 36;
    let _37 = 37;
    let _38 = 38;
    let _39 = 39;
    let _40 = 40;
    let _41 = 41;
    let _42 = 42;
    let _43 = 43;
    let _44 = 44;
    let _45 = 45;
    let _46 = 46;
    let _47 = 47;
    let _48 = 48;
    let _49 = 49;
    let _50 = 50;
    let _51 = 51;
    let _52 = 52;
    let _53 = 53;
    let _54 = 54;
    let _55 = 55;
    let _56 = 56;
    let _57 = 57;
}

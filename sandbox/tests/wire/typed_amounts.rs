//! Amounts as people type them on pages: understood, shown again, or refused beside the field.

use crate::browser::Browser;
use crate::world::sandbox;

const SIMULATOR: &str = "/developers/funds-simulator";

#[tokio::test]
async fn money_moves_after_the_understood_amount_is_confirmed() {
    let (_sandbox, target) = sandbox().await;
    let merchant = target.merchant().await;
    let account = merchant.account(&merchant.verified_user().await, "EUR", 0).await;
    let browser = Browser::of(&merchant).await;
    let simulate = async |amount: &str, understood: &str| {
        let fields = [
            ("picked", account.id.as_str()),
            ("type", "BANK"),
            ("amount.amount", amount),
            ("amount.currency", "EUR"),
            ("outcome", "SETTLE"),
            ("understood", understood),
        ];
        browser.post(SIMULATOR, &fields).await
    };
    let shown = simulate("12,50", "").await;
    assert_eq!(shown.status, 200);
    shown.has(&["value=\"EUR 12.50\"", "Nothing has happened yet", "value=\"12,50\""]);
    assert_eq!(merchant.check_books(&account).await, 0);
    // Another amount than the confirmed one is shown first, too.
    let other = simulate("125,00", "EUR 12.50").await;
    assert_eq!(other.status, 200);
    other.has(&["value=\"EUR 125.00\""]);
    assert_eq!(merchant.check_books(&account).await, 0);
    assert_eq!(simulate("12,50", "EUR 12.50").await.status, 303);
    assert_eq!(merchant.check_books(&account).await, 1_250);
    for amount in ["1,250", "1.250", "1 250.00", "1'250", "1.2.3", "1,2.3", "-5", "1e3", "٢٥٠"] {
        let refused = simulate(amount, "EUR 1,250.00").await;
        assert_eq!(refused.status, 422, "{amount}");
        refused.has(&["id=\"amount.amount-fault\"", "<a href=\"#amount.amount\">Amount: "]);
    }
    assert_eq!(merchant.check_books(&account).await, 1_250);
}

//! Card payins: asked for by the merchant, then paid or given up by a person on a page.

use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use super::payments::Draft;
use super::{Result, Scope, Secret, Tx};
use crate::domain::account::Account;
use crate::domain::card::Card;
use crate::domain::id::{Id, MerchantId};
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderState, OrderType, Parts};
use crate::domain::order_events::Failure;
use crate::domain::refusal::Refusal;

/// Where the request says how much.
const AMOUNT_FIELD: &str = "/amount";

/// A wish to be paid by card.
#[derive(Debug)]
pub(crate) struct CardPayin {
    /// What the person pays.
    pub(crate) amount: Money,
    /// The merchant's own words.
    pub(crate) reference: String,
    /// Who pays; the account's owner if nobody is named.
    pub(crate) payer: Option<Value>,
    /// Where the person goes after paying.
    pub(crate) url_success: String,
    /// Where the person goes when it did not work.
    pub(crate) url_failed: String,
}

/// Where a person pays a card payin.
#[derive(Debug, Clone)]
pub(crate) struct PaymentPage {
    /// Who is paid.
    pub(crate) merchant: MerchantId,
    /// The payin.
    pub(crate) order: Id<Order>,
    /// Where the person goes after paying.
    pub(crate) url_success: String,
    /// Where the person goes when it did not work.
    pub(crate) url_failed: String,
}

impl Tx<'_> {
    /// The payment page with that token.
    pub(crate) fn payment_page(&self, token: &Secret) -> Result<PaymentPage> {
        let select = "SELECT merchant_id, order_id, url_success, url_failed FROM payment_pages \
             WHERE token_hash = ?1";
        let found = self.conn.prepare_cached(select)?.query_row([token.hash()], |row| {
            let (merchant, order) = (row.get(0)?, row.get(1)?);
            let (url_success, url_failed) = (row.get(2)?, row.get(3)?);
            Ok(PaymentPage { merchant, order, url_success, url_failed })
        });
        Ok(found.optional()?.ok_or(Refusal::NotFound("payment"))?)
    }
}

impl Scope<'_> {
    /// Opens a card payin, which stays `PENDING` until somebody acts on its page.
    pub(crate) fn ask_for_card_payin(
        &self,
        account: &Account,
        wish: CardPayin,
        token: &Secret,
    ) -> Result<Order> {
        let kind = OrderType::CardPayIn;
        let price = self.price_of_payin(kind, wish.amount, account, AMOUNT_FIELD)?;
        let payer = match wish.payer {
            Some(payer) => payer,
            None => self.user(account.user)?.payer(),
        };
        let order = self.open(Draft {
            price,
            reference: wish.reference,
            debit: None,
            credit: Some(account.into()),
            parts: Parts::CardPayIn { card: None, payer },
            otp: None,
            amount_field: AMOUNT_FIELD,
        })?;
        let insert = "INSERT INTO payment_pages \
             (token_hash, merchant_id, order_id, url_success, url_failed) \
             VALUES (?1, ?2, ?3, ?4, ?5)";
        let row = params![token.hash(), self.id, order.id, wish.url_success, wish.url_failed];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(order)
    }

    /// Whether the order is one that people pay on a page.
    pub(crate) fn has_payment_page(&self, order: &Order) -> Result<bool> {
        let select = "SELECT EXISTS (SELECT 1 FROM payment_pages \
             WHERE order_id = ?1 AND merchant_id = ?2)";
        let row = params![order.id, self.id];
        Ok(self.conn().prepare_cached(select)?.query_row(row, |row| row.get(0))?)
    }

    /// The page gets another address, since the first is known to its creator only; that ends.
    pub(crate) fn renew_payment_page(&self, order: &Order, token: &Secret) -> Result<()> {
        if !order.is_unpaid() {
            let (from, to) = (order.state.code(), OrderState::Pending.code());
            return Err(Refusal::InvalidTransition { from, to }.into());
        }
        let update = "UPDATE payment_pages SET token_hash = ?3 \
             WHERE order_id = ?1 AND merchant_id = ?2";
        let row = params![order.id, self.id, token.hash()];
        match self.conn().prepare_cached(update)?.execute(row)? {
            0 => Err(Refusal::NotFound("payment").into()),
            _ => Ok(()),
        }
    }

    /// The card is charged, or refused for that reason.
    pub(crate) fn charge(
        &self,
        order: &mut Order,
        card: Card,
        refused: Option<&Failure>,
    ) -> Result<()> {
        self.use_card(order, card)?;
        self.submit(order)?;
        match refused {
            None => self.complete(order),
            Some(failure) => self.abandon(order, OrderState::Failed, Some(failure)),
        }
    }

    /// The person does not want to pay.
    pub(crate) fn give_up_paying(&self, order: &mut Order) -> Result<()> {
        self.submit(order)?;
        let failure = Failure::of_card("the payer gave up");
        self.abandon(order, OrderState::Failed, Some(&failure))
    }

    /// Where the operator lets a card payin go on, the simulator's card has paid.
    pub(super) fn use_card_of_simulator(&self, order: &mut Order) -> Result<()> {
        if order.is_unpaid() { self.use_card(order, Card::of_simulator()) } else { Ok(()) }
    }

    fn use_card(&self, order: &mut Order, used: Card) -> Result<()> {
        if let Parts::CardPayIn { card, .. } = &mut order.parts {
            *card = Some(used);
            self.save_parts(order)?;
        }
        Ok(())
    }
}

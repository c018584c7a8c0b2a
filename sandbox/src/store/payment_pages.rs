//! Rows of payment pages, on which payers pay card payins (PIN-3).

use rusqlite::{OptionalExtension, params};

use super::error::Result;
use super::secret::Secret;
use super::transaction::{Scope, Tx};
use crate::domain::id::{Id, MerchantId};
use crate::domain::order::Order;
use crate::domain::refusal::Refusal;

/// The page on which the payer pays a card payin.
#[derive(Debug, Clone)]
pub(crate) struct PaymentPage {
    /// The merchant.
    pub(crate) merchant: MerchantId,
    /// The order of the payin.
    pub(crate) order: Id<Order>,
    /// The address to which the payer returns after paying.
    pub(crate) url_success: String,
    /// The address to which the payer returns after a failure.
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
    /// Inserts a payment page.
    pub(crate) fn insert_payment_page(&self, page: &PaymentPage, token: &Secret) -> Result<()> {
        let insert = "INSERT INTO payment_pages \
             (token_hash, merchant_id, order_id, url_success, url_failed) \
             VALUES (?1, ?2, ?3, ?4, ?5)";
        let PaymentPage { order, url_success, url_failed, .. } = page;
        let row = params![token.hash(), self.id, order, url_success, url_failed];
        self.conn().prepare_cached(insert)?.execute(row)?;
        Ok(())
    }

    /// Tells if the order has a payment page.
    pub(crate) fn has_payment_page(&self, order: &Order) -> Result<bool> {
        let select = "SELECT EXISTS (SELECT 1 FROM payment_pages \
             WHERE order_id = ?1 AND merchant_id = ?2)";
        let row = params![order.id, self.id];
        Ok(self.conn().prepare_cached(select)?.query_row(row, |row| row.get(0))?)
    }

    /// Replaces the token of the order's payment page; answers false if the order has no page.
    pub(crate) fn replace_payment_token(&self, order: &Order, token: &Secret) -> Result<bool> {
        let update = "UPDATE payment_pages SET token_hash = ?3 \
             WHERE order_id = ?1 AND merchant_id = ?2";
        let row = params![order.id, self.id, token.hash()];
        Ok(self.conn().prepare_cached(update)?.execute(row)? > 0)
    }
}

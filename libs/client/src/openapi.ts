/* eslint-disable */
/** Generated from docs/generated/openapi.json by `npm run generate`: never edited. */

export interface paths {
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts
         * @description The newest first. What was written a moment ago may not be in the list yet: `as_of` says what is. A key that is bound to one customer sees that customer’s account alone.
         */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Open an account and grant its limit in one call
         * @description For a partner that has decided elsewhere. A customer has one credit, or one request for credit, at a time; after a rejection, a closing or a write-off it may have a new one, in the same account. The account pins the version of the product that is in force today, in the product’s time zone. Where the partner demands four eyes nobody else approves here, so this call is refused (403): let one actor request and another approve. A key that is bound to another customer finds none (404).
         */
        post: operations["openAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an account */
        get: operations["readAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the partner's own words about an account
         * @description What is left out stays as it is; `metadata` takes the place of all that was there.
         */
        patch: operations["describeAccount"];
        trace?: never;
    };
    "/api/v1/accounts/{id}/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forgive part of what is owed
         * @description In the order of a payment, as of today, and never more than is owed. No money is received.
         */
        post: operations["adjustAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Balances now, at a revision, effective at a time, as known at a time
         * @description Without a parameter: now. `revision`: as the event carries them. `known_at` alone: as the books say of what was recorded by then. `at`: as all that is known today says of that instant: events count from when they took effect, a payment from its date on, and a debt is past due once its due date has passed. Both together: `at` as it was known at `known_at`. `settled` is false where `known_at` lies less than 60 seconds back: what had been decided by then may still be on its way, and will count; after that the answer is final. `limit = available + held + utilised` in every answer. Where the account did not exist then: 404 `revision_not_found`.
         */
        get: operations["readBalances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The events of an account
         * @description Page by page, at the same cost on an account of a million events: what happened, who did it with which key, both times, what it posted, the balances after it, and its place in the hash chain. `haber export` gives the stored bytes that the hashes are of.
         */
        get: operations["readHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/limit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the limit of an account
         * @description May be cut below what is used, where the product lets limits fall: `available` is negative then, and only new spending is refused. Where the partner demands four eyes, nobody raises the limit of an account that he asked for or opened himself.
         */
        post: operations["changeAccountLimit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report a payment
         * @description Pays what is past due first, then the oldest. Takes effect on `payment_date`, though not before the debt that it pays arose. An account that is paused or blocked takes payments all the same. `payment_reference` names the payment for good, here and in the customer credit dialect alike.
         */
        post: operations["payAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause, block, reactivate, close or reject an account
         * @description From `active` to `paused`, `blocked` or `closed`; from `paused` to `active`, `blocked` or `closed`; from `blocked` to `active` or `closed`; from `pending` to `rejected`. An account that owes anything cannot be closed. A request for credit is not granted here: that takes figures, and where the partner demands it another actor.
         */
        post: operations["changeAccountStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use credit for an order
         * @description Final at once, and due `payment_term_days` later. `order_id` names the use for good, here and in the customer credit dialect alike: the same order and amount again is answered as the first time (`Idempotent-Replayed`).
         */
        post: operations["useAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{id}/write-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write an account off
         * @description Gives up all that is owed as a loss, takes the limit back, and closes the account for good.
         */
        post: operations["writeOffAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bank-accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a bank account */
        get: operations["readBankAccount"];
        /**
         * Register or replace a bank account
         * @description Repeatable: the same content again changes nothing. Its customer must be known (404 `customer_not_found`) and never changes (409 `id_taken`). Another number, holder, bank, account type or currency sets the verification back to pending, in the same write. The whole number is in no answer.
         */
        put: operations["putBankAccount"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bank-accounts/{id}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record what came of verifying a bank account
         * @description Only a verified account is paid out to. The same decision for the same reason again changes nothing. Where the personal data of its customer was erased no reason is kept.
         */
        post: operations["decideBankAccountVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listar créditos
         * @description Los más recientes primero.
         */
        get: operations["listImmediateCredits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credits/capacity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Consultar capacidad disponible
         * @description Antes de la primera transacción: ceros, y fechas `null`. Lo disponible puede ser negativo.
         */
        get: operations["readCapacity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credits/execute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ejecutar crédito inmediato
         * @description La respuesta espera al banco hasta 3 segundos; después dice `ESPERA`. Sin `Idempotency-Key`, la misma cuenta, monto y concepto dentro de 10 segundos son la misma ejecución. Una repetición muestra el estado actual.
         */
        post: operations["executeCredit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credits/{transactionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Consultar un crédito
         * @description `capacity_remaining` es la de este momento.
         */
        get: operations["readImmediateCredit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{customerId}/credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Consultar crédito
         * @description Siempre todos los miembros; los que aún no se conocen son `null` o 0.00.
         */
        get: operations["readCredit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{customerId}/credit/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Aprobar crédito
         * @description Lo que falta se toma de la solicitud. `approved_by` es el actor de la API key.
         */
        post: operations["approveCredit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{customerId}/credit/payment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Registrar pago
         * @description El mismo `payment_reference` con el mismo monto da otra vez la primera respuesta.
         */
        post: operations["payCredit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{customerId}/credit/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Solicitar crédito
         * @description Un cliente que no existe se registra con `business_info`. Tras un rechazo o un cierre puede solicitar otra vez.
         */
        post: operations["requestCredit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{customerId}/credit/use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Usar crédito
         * @description El mismo `order_id` con el mismo monto da otra vez la primera respuesta.
         */
        post: operations["useCredit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a customer */
        get: operations["readCustomer"];
        /**
         * Register or replace a customer
         * @description Repeatable: the same content again changes nothing. What is left out is no longer said of the customer. Personal members are stored sealed under a key of the customer’s own, from the first event on. A customer whose personal data was erased is registered anew, under a new key; what was decided on it stays. A customer that came by asking for credit (dialect A) is the same customer here. 404: the key is bound to another customer.
         */
        put: operations["putCustomer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/kyc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record a KYC decision
         * @description Who the customer is was checked elsewhere; here it is recorded what came of it, when and by whom. The same decision for the same reason again changes nothing. Where the personal data was erased no reason is kept.
         */
        post: operations["decideKyc"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/personal-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase a customer's personal data
         * @description Destroys the customer's key: whatever was sealed under it, here, in accounts and in bank accounts, can be read by nobody from now on. The books and their hashes stay whole. Repeatable.
         */
        delete: operations["erasePersonalData"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a customer active or inactive
         * @description An inactive customer can open no new account through this API; accounts that it has stay as they are. The same status for the same reason again changes nothing.
         */
        post: operations["changeCustomerStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List keys
         * @description Of the caller's own partner and mode, in the order of their issue, revoked and expired ones too.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Issue a key, or import one
         * @description For the caller's own partner and mode. The key works from the answer on, and the answer is the only one that ever shows it; with an `Idempotency-Key`, a repeat by the same calling key shows it again, and one by another key is refused (422 `idempotency_key_reused`). `key` imports one that another system made: it is then shown nowhere, and importing it again on the same terms changes nothing. Events record who issued it.
         */
        post: operations["issueKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a key */
        get: operations["readKey"];
        put?: never;
        post?: never;
        /**
         * Revoke a key
         * @description For ever: it is refused from the answer on in the process that gives it, and in others as soon as they hear of it. A key that was revoked before stays as it is. A key may revoke itself, since whoever finds his key stolen may have no other: its next request, a repeat of this one too, is answered 401. A partner that has no `admin` key left gets one from the operator (`haber keys create`).
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue the successor of a key
         * @description On the same terms. Both work until the old key ends, a day from now unless `old_expires_at` says otherwise; to end it at once revoke it. A key has one live successor at a time. The successor is shown, and repeated, as by `issueKey`.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List products
         * @description By code, the built-in `commercial` among them.
         */
        get: operations["listProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Publish a version of a product
         * @description Terms never change: other terms are a new version, which accounts pin that are opened from its first day on, in the place of every earlier version. The same terms again publish nothing. Versions of the built-in `commercial` may be published too, from 2 on. A key that is bound to one customer may not publish (403).
         */
        put: operations["publishProduct"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{code}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a product
         * @description All that were ever published, in that order; each stays as it is for ever.
         */
        get: operations["listProductVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reconciliation-items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List reconciliation items
         * @description What a bank said of payouts and the books do not bear out, the oldest first. No item moves money.
         */
        get: operations["listReconciliationItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reconciliation-items/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a reconciliation item */
        get: operations["readReconciliationItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reconciliation-items/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve a reconciliation item
         * @description A person has looked at it. `payout_approved` and `payout_rejected` decide the payout too, where no bank has: make sure first, by the bank’s own statement, what it has done, and that somebody else has seen it as well. The same resolution under the same `external_id` again changes nothing; another one is refused, and so is another reference than the payout was approved with.
         */
        post: operations["resolveReconciliationItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the settings
         * @description Of the key's own partner in the key's own mode.
         */
        get: operations["readSettings"];
        /**
         * Put the settings, whole
         * @description The same settings again change nothing. They hold for every key from the answer on in the process that gives it, and in others as soon as they hear of it. Their revision is that of the partner's stream, so that with `If-Match` a key issued meanwhile makes them stale too. Four eyes are the policy of the partner, whose `admin` keys can switch it off, and can issue keys to any actor: give that scope to nobody who asks or decides.
         */
        put: operations["changeSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record what merchants have processed
         * @description One transaction, an array of up to 1000, or NDJSON of any length (one transaction a line of at most 4,096 bytes, `Content-Type: application/x-ndjson`). Each counts once per customer, `transaction_id` and `type`, however often, in whatever order and by whatever way it comes; the same with another amount is refused. A line that is refused holds up no other. NDJSON is recorded while it arrives: of a body that breaks off, or that is answered with an error, any part may be recorded, and sending all of it again is safe. NDJSON takes no `Idempotency-Key`, `If-Match` or `dry_run`, and `If-Match` fits transactions of one customer alone.
         */
        post: operations["recordTransactions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trial-balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The sums of all postings, by ledger account and currency
         * @description Over all accounts of the caller’s tenant, of everything that was recorded by `at` (record time: what the books say of then; final once `settled` is true, 60 seconds later), or of everything when it is absent. Debits equal credits in each currency. What was recorded before the question is in the answer; if that takes more than two seconds, the answer is 503. A key that is bound to one customer may not ask (403).
         */
        get: operations["readTrialBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            id: string;
            customer_id: string;
            /** @enum {string} */
            status: "pending" | "active" | "paused" | "blocked" | "rejected" | "closed";
            product_code: string;
            /** @description The terms that the account has pinned. */
            product_version: number;
            /** @example 125.00 */
            requested_limit: string;
            /** @description From a use to its due date. */
            payment_term_days: number;
            balances: components["schemas"]["Balances"];
            /**
             * @description Owed on uses whose due date has passed.
             * @example 125.00
             */
            overdue_amount: string;
            next_due_date: string | null;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            created_at: string;
            approved_at: string | null;
            approved_by: string | null;
            /**
             * Format: date-time
             * @description When the last event was recorded.
             * @example 2025-11-24T10:00:00.000Z
             */
            updated_at: string;
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
            /**
             * @description There in a dry run alone: nothing was written.
             * @constant
             */
            dry_run?: true;
        };
        AccountDescription: {
            id: string;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            updated_at: string;
            balances: components["schemas"]["Balances"];
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
            /**
             * @description There in a dry run alone: nothing was written.
             * @constant
             */
            dry_run?: true;
        };
        AccountEvent: {
            revision: number;
            /** Format: uuid */
            id: string;
            /** @example credit-account.payment-received.v1 */
            type: string;
            /** @description Who did it. */
            actor: string;
            /** @description Whose key asserted that actor; null where it is the key’s own. */
            asserted_by: string | null;
            /** @description The key that the command came with; null for what no key did. */
            key_id: string | null;
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            recorded_at: string;
            /**
             * Format: date-time
             * @description Business time: from when on it counts.
             * @example 2025-11-24T10:00:00.000Z
             */
            effective_at: string;
            /** @description `X-Request-Id` of the request. */
            correlation_id: string;
            /** @description The event that caused it. */
            causation_id: string | null;
            /** @description The names under which the command may be repeated. */
            command_keys: components["schemas"]["CommandKey"][];
            /** @description Other streams that were looked at. */
            relied: {
                [key: string]: number;
            };
            /** @description As stored, in the names and units of the event’s published shape (`amountMinor`: digits of minor units), the balances apart. A personal text is shown to keys that may read customers; to others it is `sealed`, and to everybody `erased` once its person was. */
            data: {
                [key: string]: unknown;
            };
            postings: components["schemas"]["Posting"][];
            /** @description After the event: of a credit, or of a merchant’s capacity. */
            balances: components["schemas"]["Balances"] | components["schemas"]["CapacityBalances"];
            /** @description Of the event before; zeros before the first. */
            prev_hash: string;
            hash: string;
        };
        AccountHistory: {
            data: components["schemas"]["AccountEvent"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
        AccountLimit: {
            account_id: string;
            /** @example 125.00 */
            previous_limit: string;
            /** @example 125.00 */
            limit: string;
            changed_by: string;
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            changed_at: string;
            balances: components["schemas"]["Balances"];
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
            /**
             * @description There in a dry run alone: nothing was written.
             * @constant
             */
            dry_run?: true;
        };
        AccountPage: {
            data: components["schemas"]["ListedAccount"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
            /**
             * Format: date-time
             * @description Whatever was recorded until then is in the list.
             * @example 2025-11-24T10:00:00.000Z
             */
            as_of: string;
        };
        AccountStatus: {
            account_id: string;
            /** @enum {string} */
            status: "pending" | "active" | "paused" | "blocked" | "rejected" | "closed";
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            changed_at: string;
            balances: components["schemas"]["Balances"];
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
            /**
             * @description There in a dry run alone: nothing was written.
             * @constant
             */
            dry_run?: true;
        };
        AdjustAccountBody: {
            /** @description The partner's own id of this object, stored in clear. */
            external_id?: string;
            /**
             * @description Stored in clear: nothing about a person.
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
            /** @example 125.00 */
            amount: string | number;
            /** @description Why; personal, stored sealed. */
            reason: string;
        };
        Adjustment: {
            id: string;
            account_id: string;
            /** @example 125.00 */
            amount: string;
            allocations: components["schemas"]["Allocation"][];
            adjusted_by: string;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            created_at: string;
            balances: components["schemas"]["Balances"];
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
            /**
             * @description There in a dry run alone: nothing was written.
             * @constant
             */
            dry_run?: true;
        };
        Allocation: {
            /** @enum {string} */
            component: "penalty" | "fee" | "interest" | "principal";
            /** @enum {string} */
            bucket: "single_payment" | "installments" | "cash_advance";
            /** @enum {string} */
            age: "unbilled" | "billed" | "past_due";
            /**
             * Format: date
             * @example 2025-11-24
             */
            used_on: string;
            /**
             * Format: date
             * @example 2025-11-24
             */
            due_on: string;
            /**
             * Format: date
             * @description Not before the debt arose.
             * @example 2025-11-24
             */
            effective_on: string;
            /** @example 125.00 */
            amount: string;
        };
        ApiKey: {
            /** @description No secret. Events name the key that caused them by it. */
            id: string;
            scopes: ("credit:request" | "credit:approve" | "credit:use" | "credit:pay" | "credit:read" | "credits:execute" | "credits:read" | "wallets:read" | "wallets:write" | "wallets:pay" | "applications:read" | "applications:write" | "applications:decide" | "lines:read" | "lines:write" | "customers:read" | "customers:write" | "bank-accounts:read" | "bank-accounts:write" | "products:read" | "products:write" | "accounts:open" | "accounts:read" | "accounts:use" | "accounts:pay" | "accounts:operate" | "accounts:adjust" | "payouts:read" | "payouts:reconcile" | "audit:read" | "transactions:write" | "events:read" | "webhooks:read" | "webhooks:write" | "test-clock" | "actor:assert" | "admin")[];
            /** @description Who acts with it. */
            actor: string;
            /** @description The one customer that it may act for. Null: any. */
            customer_id: string | null;
            /** @description Where it may be used from. Empty: from anywhere. */
            allow_list: string[];
            /**
             * @description Its own. A class that is absent has the partner's limit, else the product's.
             * @example {
             *       "default": {
             *         "requests": 100,
             *         "window_seconds": 1
             *       }
             *     }
             */
            rate_limits: {
                default?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
                immediate_credits?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            issued_at: string;
            /** @description From then on it is refused. Null: never. */
            expires_at: string | null;
            revoked: boolean;
            /** @description The key that it is the successor of. */
            replaces: string | null;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /** @description Of the partner's stream, in which all its keys are. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
        };
        ApiKeyPage: {
            data: components["schemas"]["ApiKey"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
        ApproveCreditBody: {
            credit_limit?: number;
            payment_term_days?: number;
            approval_notes?: string;
        } & {
            [key: string]: unknown;
        };
        Balances: {
            currency: string;
            /**
             * @description What was granted: available + held + utilised.
             * @example 125.00
             */
            limit: string;
            /**
             * @description What may still be spent. Negative where more is used than the limit allows by now.
             * @example 125.00
             */
            available: string;
            /**
             * @description Reserved by holds.
             * @example 125.00
             */
            held: string;
            /**
             * @description What is owed, as far as it counts against the limit.
             * @example 125.00
             */
            utilised: string;
            /** @example 125.00 */
            interest: string;
            /** @example 125.00 */
            fees: string;
            /** @example 125.00 */
            penalties: string;
            /**
             * @description What the customer has paid beyond what was owed.
             * @example 125.00
             */
            credit_balance: string;
            buckets: {
                [key: string]: components["schemas"]["BucketBalances"];
            };
        };
        BalancesAt: {
            account_id: string;
            /**
             * Format: date-time
             * @description Of which instant the balances are.
             * @example 2025-11-24T10:00:00.000Z
             */
            as_of: string;
            /**
             * Format: date-time
             * @description By what had been recorded until when.
             * @example 2025-11-24T10:00:00.000Z
             */
            known_at: string;
            /** @description True: whoever asks again gets this answer. False while the instant lies less than 60 seconds back: an event that was decided by then may still be on its way into the log, and will be in a later answer. */
            settled: boolean;
            /**
             * @description Principal whose due date has passed.
             * @example 125.00
             */
            overdue_amount: string;
            balances: components["schemas"]["Balances"];
            /** @description Events that were recorded after `as_of` and count all the same: the first hundred. */
            backdated_revisions: number[];
            /** @description How many there are. */
            backdated_count: number;
            /** @description Of the last event that was known. */
            revision: number;
            /** @description Of that event. */
            hash: string;
        };
        BankAccount: {
            id: string;
            customer_id: string;
            bank: string;
            /** @enum {string} */
            account_type: "checking" | "savings" | "other";
            /** @description Masked: the whole number is in no answer of this API. */
            account_number: string | null;
            holder_name: string | null;
            /**
             * @description Why personal members may be null: `kept`, they were not said; `withheld`, this key has no scope to read them; `erased`, nobody can open them any more.
             * @enum {string}
             */
            personal_data: "kept" | "withheld" | "erased";
            currency: string;
            verification: components["schemas"]["Verification"];
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            updated_at: string;
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
        };
        BankSaid: {
            /** @enum {string} */
            status: "approved" | "rejected";
            /** @example 125.00 */
            amount: string;
            currency: string;
            bank_reference: string | null;
            bank_code: string | null;
        };
        BucketBalances: {
            /** @example 125.00 */
            limit: string;
            /** @example 125.00 */
            held: string;
            /**
             * @description Principal that is not due yet.
             * @example 125.00
             */
            unbilled: string;
            /**
             * @description Principal on a statement that is not past due.
             * @example 125.00
             */
            billed: string;
            /**
             * @description Principal whose due date has passed.
             * @example 125.00
             */
            past_due: string;
        };
        BusinessInfoBody: {
            business_name: string;
            tax_id: string;
            years_in_business?: number;
        } & {
            [key: string]: unknown;
        };
        CapacityBalances: {
            currency: string;
            /**
             * @description All processed transactions, less the reversed ones.
             * @example 125.00
             */
            processed: string;
            /**
             * @description All executions that were not rejected, from their reservation on.
             * @example 125.00
             */
            credited: string;
            /**
             * @description processed − credited; negative after reversals.
             * @example 125.00
             */
            available: string;
            /**
             * @description The part of `credited` that no bank has decided on yet.
             * @example 125.00
             */
            in_flight: string;
        };
        ChangeAccountStatusBody: {
            /** @enum {string} */
            value: "active" | "paused" | "blocked" | "closed" | "rejected";
            /** @description Why; personal, stored sealed. */
            reason: string;
        };
        ChangeCustomerStatusBody: {
            /** @enum {string} */
            value: "active" | "inactive";
            /** @description Why. Required for inactive; personal, stored sealed. */
            reason?: string;
        };
        ChangeLimitBody: {
            /** @example 125.00 */
            limit: string | number;
            /** @description Why; personal, stored sealed. */
            reason: string;
        };
        CommandKey: {
            kind: string;
            key: string;
        };
        Credit: {
            /** @constant */
            status: "success";
            data: components["schemas"]["CreditData"];
        };
        CreditApproved: {
            /** @constant */
            status: "success";
            data: components["schemas"]["CreditApprovedData"];
        };
        CreditApprovedData: {
            credit_account_id: string;
            /** @constant */
            status: "approved";
            credit_limit: number;
            credit_available: number;
            payment_term_days: number;
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00Z
             */
            approved_at: string;
            approved_by: string;
        };
        CreditData: {
            credit_account_id: string;
            /** @enum {string} */
            status: "pending" | "approved" | "rejected" | "blocked" | "closed";
            requested_limit: number;
            credit_limit: number | null;
            credit_used: number;
            credit_available: number;
            payment_term_days: number;
            overdue_amount: number;
            next_due_date: string | null;
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00Z
             */
            created_at: string;
            approved_at: string | null;
            approved_by: string | null;
        };
        CreditPayment: {
            /** @constant */
            status: "success";
            data: components["schemas"]["CreditPaymentData"];
        };
        CreditPaymentBody: {
            amount: number;
            payment_reference: string;
            /**
             * Format: date
             * @example 2025-11-24
             */
            payment_date?: string;
        } & {
            [key: string]: unknown;
        };
        CreditPaymentData: {
            payment_id: string;
            amount: number;
            credit_used: number;
            credit_available: number;
        };
        CreditRequested: {
            /** @constant */
            status: "success";
            data: components["schemas"]["CreditRequestedData"];
        };
        CreditRequestedData: {
            credit_account_id: string;
            /** @constant */
            status: "pending";
            requested_limit: number;
            payment_term_days: number;
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00Z
             */
            created_at: string;
        };
        CreditUsed: {
            /** @constant */
            status: "success";
            data: components["schemas"]["CreditUsedData"];
        };
        CreditUsedData: {
            usage_id: string;
            amount: number;
            credit_used: number;
            credit_available: number;
            /**
             * Format: date
             * @example 2025-11-24
             */
            due_date: string;
        };
        Customer: {
            id: string;
            /** @enum {string} */
            type: "person" | "company";
            legal_name: string | null;
            trade_name: string | null;
            national_id: string | null;
            tax_id: string | null;
            email: string | null;
            phone: string | null;
            address: string | {
                [key: string]: string;
            } | null;
            /**
             * @description Why personal members may be null: `kept`, they were not said; `withheld`, this key has no scope to read them; `erased`, nobody can open them any more.
             * @enum {string}
             */
            personal_data: "kept" | "withheld" | "erased";
            years_in_business: number | null;
            kyc: components["schemas"]["Kyc"];
            status: components["schemas"]["CustomerStatus"];
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            updated_at: string;
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
        };
        CustomerStatus: {
            /** @enum {string} */
            value: "active" | "inactive";
            /** @description Personal, like the names. */
            reason: string | null;
            changed_at: string | null;
            changed_by: string | null;
        };
        DecideKycBody: {
            /** @enum {string} */
            status: "pending" | "approved" | "rejected";
            /** @description Why. Required to reject; personal, stored sealed. */
            reason?: string;
        };
        DecideVerificationBody: {
            /** @enum {string} */
            status: "pending" | "verified" | "rejected";
            /** @description Why. Required to reject; personal, stored sealed. */
            reason?: string;
        };
        DescribeAccountBody: {
            /** @description The partner's own id of the account; null takes it away. */
            external_id?: string | null;
            /**
             * @description Takes the place of all that was said before.
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
        };
        ExecuteCreditBody: {
            /** Format: uuid */
            bank_account_id: string;
            amount: number;
            concept: string;
        } & {
            [key: string]: unknown;
        };
        ImmediateCredit: {
            /** @description `false` solo cuando el banco lo rechazó. */
            success: boolean;
            message: string;
            /** @enum {string} */
            status: "APROBADA" | "ESPERA" | "RECHAZADA";
            transaction_id: string;
            bank_response: components["schemas"]["ImmediateCreditBankResponse"];
            /** @description `null` mientras el banco no decide; puede ser negativa. */
            capacity_remaining: number | null;
        };
        ImmediateCreditBankResponse: {
            id: string;
            /** @description La referencia del banco, cuando se conoce. */
            reference?: string;
            message: string;
        };
        ImmediateCreditCapacity: {
            /** @constant */
            success: true;
            capacity: components["schemas"]["ImmediateCreditCapacityData"];
        };
        ImmediateCreditCapacityData: {
            volume_processed_total: number;
            volume_credited_total: number;
            volume_available: number;
            last_transaction_at: string | null;
            updated_at: string | null;
        };
        ImmediateCredits: {
            /** @constant */
            success: true;
            credits: components["schemas"]["ImmediateCredit"][];
            next_cursor: string | null;
        };
        IssueKeyBody: {
            /** @description What it may do. A key with `admin` may issue keys with any scope, in its own partner and mode. */
            scopes: ("credit:request" | "credit:approve" | "credit:use" | "credit:pay" | "credit:read" | "credits:execute" | "credits:read" | "wallets:read" | "wallets:write" | "wallets:pay" | "applications:read" | "applications:write" | "applications:decide" | "lines:read" | "lines:write" | "customers:read" | "customers:write" | "bank-accounts:read" | "bank-accounts:write" | "products:read" | "products:write" | "accounts:open" | "accounts:read" | "accounts:use" | "accounts:pay" | "accounts:operate" | "accounts:adjust" | "payouts:read" | "payouts:reconcile" | "audit:read" | "transactions:write" | "events:read" | "webhooks:read" | "webhooks:write" | "test-clock" | "actor:assert" | "admin")[];
            /** @description Who acts with it, recorded with all that it does. Default: the key's id. */
            actor?: string;
            /** @description The one customer that it may act for. Not with the scope `admin`. */
            customer_id?: string;
            /**
             * @description Where it may be used from. Default: from anywhere.
             * @example [
             *       "192.0.2.7",
             *       "2001:db8::/32"
             *     ]
             */
            allow_list?: string[];
            /**
             * @description Its own. A class that is left out has the partner's limit, else the product's.
             * @example {
             *       "default": {
             *         "requests": 100,
             *         "window_seconds": 1
             *       }
             *     }
             */
            rate_limits?: {
                default?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
                immediate_credits?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
            };
            /**
             * Format: date-time
             * @description From then on it is refused. Default: never.
             * @example 2025-11-24T10:00:00Z
             */
            expires_at?: string;
            /** @description The partner's own id of this object. */
            external_id?: string;
            /**
             * @description Stored in clear: nothing about a person.
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
            /** @description A key that clients have already, and that another system made. It is in no answer, and stored nowhere. */
            key?: string;
        };
        IssuedApiKey: {
            /** @description No secret. Events name the key that caused them by it. */
            id: string;
            scopes: ("credit:request" | "credit:approve" | "credit:use" | "credit:pay" | "credit:read" | "credits:execute" | "credits:read" | "wallets:read" | "wallets:write" | "wallets:pay" | "applications:read" | "applications:write" | "applications:decide" | "lines:read" | "lines:write" | "customers:read" | "customers:write" | "bank-accounts:read" | "bank-accounts:write" | "products:read" | "products:write" | "accounts:open" | "accounts:read" | "accounts:use" | "accounts:pay" | "accounts:operate" | "accounts:adjust" | "payouts:read" | "payouts:reconcile" | "audit:read" | "transactions:write" | "events:read" | "webhooks:read" | "webhooks:write" | "test-clock" | "actor:assert" | "admin")[];
            /** @description Who acts with it. */
            actor: string;
            /** @description The one customer that it may act for. Null: any. */
            customer_id: string | null;
            /** @description Where it may be used from. Empty: from anywhere. */
            allow_list: string[];
            /**
             * @description Its own. A class that is absent has the partner's limit, else the product's.
             * @example {
             *       "default": {
             *         "requests": 100,
             *         "window_seconds": 1
             *       }
             *     }
             */
            rate_limits: {
                default?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
                immediate_credits?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            issued_at: string;
            /** @description From then on it is refused. Null: never. */
            expires_at: string | null;
            revoked: boolean;
            /** @description The key that it is the successor of. */
            replaces: string | null;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /** @description Of the partner's stream, in which all its keys are. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
            /** @description The key itself, in this answer and its repeats alone. Null where it was brought along, and in a dry run. */
            key: string | null;
        };
        Kyc: {
            /** @enum {string} */
            status: "pending" | "approved" | "rejected";
            /** @description Personal, like the names. */
            reason: string | null;
            decided_at: string | null;
            decided_by: string | null;
        };
        LedgerAccount: {
            /** @example 1200 */
            account: string;
            name: string;
            /** @example 125.00 */
            debit: string;
            /** @example 125.00 */
            credit: string;
            /**
             * @description debit − credit
             * @example 125.00
             */
            net: string;
        };
        ListedAccount: {
            id: string;
            customer_id: string;
            /** @enum {string} */
            status: "pending" | "active" | "paused" | "blocked" | "rejected" | "closed";
            product_code: string;
            /** @description The terms that the account has pinned. */
            product_version: number;
            /** @example 125.00 */
            requested_limit: string;
            /** @description From a use to its due date. */
            payment_term_days: number;
            balances: components["schemas"]["Balances"];
            /**
             * @description Owed on uses whose due date has passed.
             * @example 125.00
             */
            overdue_amount: string;
            next_due_date: string | null;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            created_at: string;
            approved_at: string | null;
            approved_by: string | null;
            /**
             * Format: date-time
             * @description When the last event was recorded.
             * @example 2025-11-24T10:00:00.000Z
             */
            updated_at: string;
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
        };
        OpenAccountBody: {
            /** @description The partner's own id of this object, stored in clear. */
            external_id?: string;
            /**
             * @description Stored in clear: nothing about a person.
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
            customer_id: string;
            product_code: string;
            /**
             * @description The product's, when absent; another one is refused.
             * @example USD
             */
            currency?: string;
            /** @example 125.00 */
            limit: string | number;
            /** @description From a use to its due date. The product's, when absent. */
            payment_term_days?: number;
        };
        PayAccountBody: {
            /** @description The partner's own id of this object, stored in clear. */
            external_id?: string;
            /**
             * @description Stored in clear: nothing about a person.
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
            /** @example 125.00 */
            amount: string | number;
            /** @description Names the payment for good: the same reference again is the same payment, with another amount 409. */
            payment_reference: string;
            /**
             * Format: date
             * @description The day on which the money was received, in the product's time zone. Today, when absent.
             * @example 2025-11-24
             */
            payment_date?: string;
        };
        Payment: {
            id: string;
            account_id: string;
            payment_reference: string;
            /** @example 125.00 */
            amount: string;
            /**
             * Format: date
             * @example 2025-11-24
             */
            payment_date: string;
            allocations: components["schemas"]["Allocation"][];
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            created_at: string;
            balances: components["schemas"]["Balances"];
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
            /**
             * @description There in a dry run alone: nothing was written.
             * @constant
             */
            dry_run?: true;
        };
        PersonalDataErasure: {
            id: string;
            /** @constant */
            personal_data: "erased";
            /** @description For how long, and where, the bytes of the destroyed key may still be found by who holds the server. */
            statement: string;
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
        };
        Posting: {
            /** @example 1200 */
            account: string;
            bucket: string | null;
            age: string | null;
            /** @example 125.00 */
            debit: string;
            /** @example 125.00 */
            credit: string;
        };
        Product: {
            code: string;
            /** @description What an account pins that is opened today. Null: nothing is in force yet. */
            in_force: components["schemas"]["ProductVersion"] | null;
            newest: components["schemas"]["ProductVersion"];
        };
        ProductPage: {
            data: components["schemas"]["Product"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
        ProductVersion: {
            code: string;
            version: number;
            name: string;
            /** @enum {string} */
            kind: "commercial";
            currency: string;
            /** @example America/Guatemala */
            time_zone: string;
            payment_term_days: number;
            backdating_days: number;
            limit_may_fall: boolean;
            /**
             * Format: date
             * @example 2025-11-24
             */
            effective_from: string;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
        };
        ProductVersionPage: {
            data: components["schemas"]["PublishedProductVersion"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
        PublishProductBody: {
            name: string;
            /**
             * @description Default: commercial.
             * @enum {string}
             */
            kind?: "commercial";
            /** @example USD */
            currency: string;
            /**
             * @description Whose calendar days count. Default: UTC.
             * @example America/Guatemala
             */
            time_zone?: string;
            /** @description Of accounts that are opened without one: days from a use to its due date. */
            payment_term_days: number;
            /** @description How far back a payment may be dated. Default: 90. */
            backdating_days?: number;
            /** @description Default: true. */
            limit_may_fall?: boolean;
            /**
             * Format: date
             * @description The first day on which accounts may be opened under it, in its time zone. Default: today.
             * @example 2025-11-24
             */
            effective_from?: string;
            /** @description The partner's own id of this object. */
            external_id?: string;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
        };
        PublishedProductVersion: {
            code: string;
            version: number;
            name: string;
            /** @enum {string} */
            kind: "commercial";
            currency: string;
            /** @example America/Guatemala */
            time_zone: string;
            payment_term_days: number;
            backdating_days: number;
            limit_may_fall: boolean;
            /**
             * Format: date
             * @example 2025-11-24
             */
            effective_from: string;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /** @description Null: built in. */
            published_at: string | null;
            published_by: string | null;
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
        };
        PutBankAccountBody: {
            /** @description Whose it is. Never changes. */
            customer_id: string;
            /** @description The bank's name or code. */
            bank: string;
            /** @enum {string} */
            account_type: "checking" | "savings" | "other";
            /** @description Personal: stored sealed, and shown by its last four characters alone. */
            account_number: string;
            /** @description Personal: stored sealed. */
            holder_name: string;
            /** @example USD */
            currency: string;
            /** @description The partner's own id of this object, stored in clear. */
            external_id?: string;
            /**
             * @description Stored in clear: nothing about a person.
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
        };
        PutCustomerBody: {
            /** @enum {string} */
            type: "person" | "company";
            /** @description Personal, as are the six members that follow: stored sealed under a key of the customer’s own. */
            legal_name?: string;
            trade_name?: string;
            national_id?: string;
            tax_id?: string;
            email?: string;
            phone?: string;
            address?: string | {
                [key: string]: string;
            };
            years_in_business?: number;
            /** @description The partner's own id of this object, stored in clear. */
            external_id?: string;
            /**
             * @description Stored in clear: nothing about a person.
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
        };
        PutSettingsBody: {
            /** @description Whoever asked for something may not decide it; two names that differ in spelling alone are one actor. */
            four_eyes: boolean;
            /**
             * @description Of keys without one of their own. A class that is left out has the product's limit.
             * @example {
             *       "default": {
             *         "requests": 100,
             *         "window_seconds": 1
             *       }
             *     }
             */
            rate_limits: {
                default?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
                immediate_credits?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
            };
            /** @description An immediate credit without a key is a repeat of the same one of the last 10 seconds. Left out: as it is. */
            keyless_repeats?: boolean;
        };
        ReconciliationItem: {
            id: string;
            /** @enum {string} */
            status: "open" | "resolved";
            /** @enum {string} */
            cause: "amount_mismatch" | "outcome_contradicts" | "unknown_reference" | "never_submitted" | "open_too_long";
            /** @description The reference, as the bank names it. */
            payout_id: string;
            execution_id: string | null;
            customer_id: string | null;
            bank_adapter: string;
            /** @description What the bank said. Null: nothing, for too long. */
            said: components["schemas"]["BankSaid"] | null;
            /** @description What the books said of the payout at that moment. Null: nothing, for there is none. */
            recorded: components["schemas"]["RecordedPayout"] | null;
            /** @enum {string} */
            learned_from: "response" | "query" | "callback" | "clock";
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            opened_at: string;
            resolution: ("no_change" | "payout_approved" | "payout_rejected" | "bank_decided") | null;
            /** @description Personal, like the names. */
            reason: string | null;
            decided_at: string | null;
            decided_by: string | null;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
        };
        ReconciliationItemPage: {
            data: components["schemas"]["ReconciliationItem"][];
            /** @description Null on the last page. */
            next_cursor: string | null;
        };
        RecordedPayout: {
            /** @enum {string} */
            status: "in_process" | "approved" | "rejected";
            /** @example 125.00 */
            amount: string;
            currency: string;
            bank_reference: string | null;
            bank_adapter: string | null;
        };
        RejectedTransaction: {
            /** @description From 1, empty lines counted; of an array the place in it. */
            line: number;
            /** @description Null where the line could not be read. */
            transaction_id: string | null;
            /** @enum {string} */
            code: "malformed_json" | "line_too_long" | "validation_error" | "customer_not_found" | "currency_mismatch" | "amount_differs" | "idempotency_key_reused";
            detail: string;
        };
        RequestCreditBody: {
            requested_limit: number;
            payment_term_days: number;
            business_info: components["schemas"]["BusinessInfoBody"];
        } & {
            [key: string]: unknown;
        };
        ResolveItemBody: {
            /**
             * @description `no_change`: the books are right as they are. The others decide the payout, where it is still open, as if the bank had.
             * @enum {string}
             */
            resolution: "no_change" | "payout_approved" | "payout_rejected";
            /** @description Why. Personal, stored sealed under the key of the customer whose payout it is, where there is one. */
            reason: string;
            /** @description The bank’s own reference of the payment. Required with `payout_approved`, and nowhere else. */
            bank_reference?: string;
            /** @description The partner's own id of the case, stored in clear. */
            external_id?: string;
        };
        RotateKeyBody: {
            /**
             * Format: date-time
             * @description From then on the successor is refused. Default: as it was issued for the old key.
             * @example 2025-11-24T10:00:00Z
             */
            expires_at?: string;
            /**
             * Format: date-time
             * @description From then on the old key is refused, unless it ends before. At most 30 days from now; default: a day.
             * @example 2025-11-24T10:00:00Z
             */
            old_expires_at?: string;
        };
        RotatedApiKey: {
            /** @description No secret. Events name the key that caused them by it. */
            id: string;
            scopes: ("credit:request" | "credit:approve" | "credit:use" | "credit:pay" | "credit:read" | "credits:execute" | "credits:read" | "wallets:read" | "wallets:write" | "wallets:pay" | "applications:read" | "applications:write" | "applications:decide" | "lines:read" | "lines:write" | "customers:read" | "customers:write" | "bank-accounts:read" | "bank-accounts:write" | "products:read" | "products:write" | "accounts:open" | "accounts:read" | "accounts:use" | "accounts:pay" | "accounts:operate" | "accounts:adjust" | "payouts:read" | "payouts:reconcile" | "audit:read" | "transactions:write" | "events:read" | "webhooks:read" | "webhooks:write" | "test-clock" | "actor:assert" | "admin")[];
            /** @description Who acts with it. */
            actor: string;
            /** @description The one customer that it may act for. Null: any. */
            customer_id: string | null;
            /** @description Where it may be used from. Empty: from anywhere. */
            allow_list: string[];
            /**
             * @description Its own. A class that is absent has the partner's limit, else the product's.
             * @example {
             *       "default": {
             *         "requests": 100,
             *         "window_seconds": 1
             *       }
             *     }
             */
            rate_limits: {
                default?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
                immediate_credits?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            issued_at: string;
            /** @description From then on it is refused. Null: never. */
            expires_at: string | null;
            revoked: boolean;
            /** @description The key that it is the successor of. */
            replaces: string | null;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /** @description Of the partner's stream, in which all its keys are. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
            /** @description The key itself, in this answer and its repeats alone. Null where it was brought along, and in a dry run. */
            key: string | null;
            /** @description From then on the old key is refused. */
            old_expires_at: string | null;
        };
        Settings: {
            /** @description Whoever asked for something may not decide it. */
            four_eyes: boolean;
            /**
             * @description Of keys without one of their own. A class that is absent has the product's limit.
             * @example {
             *       "default": {
             *         "requests": 100,
             *         "window_seconds": 1
             *       }
             *     }
             */
            rate_limits: {
                default?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
                immediate_credits?: {
                    requests: number;
                    window_seconds: number;
                } | "none";
            };
            /** @description An immediate credit without a key is a repeat of the same one of the last 10 seconds. */
            keyless_repeats: boolean;
            /** @description Of the partner's stream, in which its keys are too. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
        };
        TransactionBody: {
            /** @description The partner's own id of it, once per customer and type; a reversal carries its original's. */
            transaction_id: string;
            /** @description The merchant, as it is registered. */
            customer_id: string;
            /** @example 125.00 */
            amount: string | number;
            /**
             * @description The merchant's: that of its first transaction.
             * @example USD
             */
            currency: string;
            /**
             * @description A reversal may come before its original.
             * @enum {string}
             */
            type: "processed" | "reversed";
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00Z
             */
            occurred_at: string;
        };
        Transactions: {
            /** @description Recorded now. */
            accepted: number;
            /** @description The very same, recorded before. */
            duplicate: number;
            /** @description Refused, each for its own reason; the others are recorded all the same. */
            rejected: number;
            rejected_lines: components["schemas"]["RejectedTransaction"][];
            /** @description More were refused than are told one by one. */
            rejected_lines_truncated: boolean;
        };
        TrialBalance: {
            /**
             * Format: date-time
             * @description Of all that was recorded by then.
             * @example 2025-11-24T10:00:00.000Z
             */
            as_of: string;
            /** @description True: whoever asks again gets this answer. False while the instant lies less than 60 seconds back: an event that was decided by then may still be on its way into the log, and will be in a later answer. */
            settled: boolean;
            /** @description How much of the log is in it, as far as of then. */
            position: string;
            currencies: components["schemas"]["TrialBalanceOfCurrency"][];
        };
        TrialBalanceOfCurrency: {
            currency: string;
            accounts: components["schemas"]["LedgerAccount"][];
            total: components["schemas"]["TrialBalanceTotal"];
        };
        TrialBalanceTotal: {
            /** @example 125.00 */
            debit: string;
            /** @example 125.00 */
            credit: string;
            /**
             * @description Zero.
             * @example 125.00
             */
            net: string;
        };
        Use: {
            id: string;
            account_id: string;
            order_id: string;
            /** @example 125.00 */
            amount: string;
            /** @enum {string} */
            bucket: "single_payment" | "installments" | "cash_advance";
            /**
             * Format: date
             * @example 2025-11-24
             */
            used_on: string;
            /**
             * Format: date
             * @example 2025-11-24
             */
            due_on: string;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            created_at: string;
            balances: components["schemas"]["Balances"];
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
            /**
             * @description There in a dry run alone: nothing was written.
             * @constant
             */
            dry_run?: true;
        };
        UseAccountBody: {
            /** @description The partner's own id of this object, stored in clear. */
            external_id?: string;
            /**
             * @description Stored in clear: nothing about a person.
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
            /** @example 125.00 */
            amount: string | number;
            /** @description Names the use for good: the same order again is the same use, with another amount 409. */
            order_id: string;
        };
        UseCreditBody: {
            order_id: string;
            amount: number;
        } & {
            [key: string]: unknown;
        };
        Verification: {
            /** @enum {string} */
            status: "pending" | "verified" | "rejected";
            /** @description Personal, like the names. */
            reason: string | null;
            decided_at: string | null;
            decided_by: string | null;
        };
        WriteOff: {
            id: string;
            account_id: string;
            /** @constant */
            status: "closed";
            /** @example 125.00 */
            amount: string;
            allocations: components["schemas"]["Allocation"][];
            /** @example 125.00 */
            limit_cut: string;
            written_off_by: string;
            /** @description The partner's own id of this object. */
            external_id: string | null;
            /**
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2025-11-24T10:00:00.000Z
             */
            created_at: string;
            balances: components["schemas"]["Balances"];
            /** @description Of the stream. In a dry run: the present one. */
            revision: number;
            /** @description Of the stream's last event, in hexadecimal. Null in a dry run. */
            hash: string | null;
            /**
             * @description There in a dry run alone: nothing was written.
             * @constant
             */
            dry_run?: true;
        };
        WriteOffAccountBody: {
            /** @description The partner's own id of this object, stored in clear. */
            external_id?: string;
            /**
             * @description Stored in clear: nothing about a person.
             * @example {
             *       "branch": "north"
             *     }
             */
            metadata?: {
                [key: string]: string;
            };
            /** @description Why; personal, stored sealed. */
            reason: string;
        };
    };
    responses: {
        /** @description `unauthorized`: The API key is missing or not valid. */
        Problem401: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "WWW-Authenticate": components["headers"]["Challenge"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /**
                     * Format: uri
                     * @description A page about this code.
                     */
                    type: string;
                    /** @description Constant for a code. */
                    title: string;
                    /** @enum {integer} */
                    status: 401;
                    /** @description About this one request. */
                    detail?: string;
                    /** @enum {string} */
                    code: "unauthorized";
                    /**
                     * @description May the request have had an effect?
                     * @enum {string}
                     */
                    outcome: "none" | "unknown";
                    retryable: boolean;
                    /** @description As in X-Request-Id. */
                    traceId: string;
                };
            };
        };
        /**
         * @description `address_not_allowed`: The API key may not be used from this address.
         *     `insufficient_scope`: The API key may not do this.
         */
        Problem403: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /**
                     * Format: uri
                     * @description A page about this code.
                     */
                    type: string;
                    /** @description Constant for a code. */
                    title: string;
                    /** @enum {integer} */
                    status: 403;
                    /** @description About this one request. */
                    detail?: string;
                    /** @enum {string} */
                    code: "address_not_allowed" | "insufficient_scope";
                    /**
                     * @description May the request have had an effect?
                     * @enum {string}
                     */
                    outcome: "none" | "unknown";
                    retryable: boolean;
                    /** @description As in X-Request-Id. */
                    traceId: string;
                };
            };
        };
        /** @description `too_many_requests`: Too many requests: wait as long as Retry-After says. */
        Problem429: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /**
                     * Format: uri
                     * @description A page about this code.
                     */
                    type: string;
                    /** @description Constant for a code. */
                    title: string;
                    /** @enum {integer} */
                    status: 429;
                    /** @description About this one request. */
                    detail?: string;
                    /** @enum {string} */
                    code: "too_many_requests";
                    /**
                     * @description May the request have had an effect?
                     * @enum {string}
                     */
                    outcome: "none" | "unknown";
                    retryable: boolean;
                    /** @description As in X-Request-Id. */
                    traceId: string;
                };
            };
        };
        /**
         * @description `service_unavailable`: The service cannot answer now.
         *     `queue_full`: The object has too many commands waiting.
         *     `outcome_unknown`: Nobody knows yet whether the command was done.
         *     `internal_error`: Something went wrong on our side.
         *     `request_timeout`: The request took too long to arrive.
         *     `uri_too_long`: The path is too long.
         *     `expectation_failed`: The Expect header cannot be met.
         *     `headers_too_large`: The headers are too large.
         */
        ProblemFault: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /**
                     * Format: uri
                     * @description A page about this code.
                     */
                    type: string;
                    /** @description Constant for a code. */
                    title: string;
                    /** @enum {integer} */
                    status: 503 | 500 | 408 | 414 | 417 | 431;
                    /** @description About this one request. */
                    detail?: string;
                    /** @enum {string} */
                    code: "service_unavailable" | "queue_full" | "outcome_unknown" | "internal_error" | "request_timeout" | "uri_too_long" | "expectation_failed" | "headers_too_large";
                    /**
                     * @description May the request have had an effect?
                     * @enum {string}
                     */
                    outcome: "none" | "unknown";
                    retryable: boolean;
                    /** @description As in X-Request-Id. */
                    traceId: string;
                };
            };
        };
        /** @description `precondition_failed`: The object has changed since the version that If-Match names. */
        Problem412: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /**
                     * Format: uri
                     * @description A page about this code.
                     */
                    type: string;
                    /** @description Constant for a code. */
                    title: string;
                    /** @enum {integer} */
                    status: 412;
                    /** @description About this one request. */
                    detail?: string;
                    /** @enum {string} */
                    code: "precondition_failed";
                    /**
                     * @description May the request have had an effect?
                     * @enum {string}
                     */
                    outcome: "none" | "unknown";
                    retryable: boolean;
                    /** @description As in X-Request-Id. */
                    traceId: string;
                };
            };
        };
        /** @description `payload_too_large`: The body is too large. */
        Problem413: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /**
                     * Format: uri
                     * @description A page about this code.
                     */
                    type: string;
                    /** @description Constant for a code. */
                    title: string;
                    /** @enum {integer} */
                    status: 413;
                    /** @description About this one request. */
                    detail?: string;
                    /** @enum {string} */
                    code: "payload_too_large";
                    /**
                     * @description May the request have had an effect?
                     * @enum {string}
                     */
                    outcome: "none" | "unknown";
                    retryable: boolean;
                    /** @description As in X-Request-Id. */
                    traceId: string;
                };
            };
        };
        /** @description `unsupported_media_type`: The body must be application/json. */
        Problem415: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /**
                     * Format: uri
                     * @description A page about this code.
                     */
                    type: string;
                    /** @description Constant for a code. */
                    title: string;
                    /** @enum {integer} */
                    status: 415;
                    /** @description About this one request. */
                    detail?: string;
                    /** @enum {string} */
                    code: "unsupported_media_type";
                    /**
                     * @description May the request have had an effect?
                     * @enum {string}
                     */
                    outcome: "none" | "unknown";
                    retryable: boolean;
                    /** @description As in X-Request-Id. */
                    traceId: string;
                };
            };
        };
        /**
         * @description `malformed_request`: La solicitud no es HTTP válido.
         *     `invalid_actor`: El encabezado Haber-Actor no es válido.
         */
        ImmediateCredits400: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    detail: "La solicitud no es HTTP válido" | "El encabezado Haber-Actor no es válido";
                };
            };
        };
        /** @description `unauthorized`: API key inválida o ausente. */
        ImmediateCredits401: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "WWW-Authenticate": components["headers"]["Challenge"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    detail: "API key inválida o ausente";
                };
            };
        };
        /** @description `too_many_requests`: Límite de solicitudes excedido. */
        ImmediateCredits429: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    detail: "Límite de solicitudes excedido";
                };
            };
        };
        /**
         * @description `service_unavailable`: El servicio no está disponible en este momento.
         *     `queue_full`: Hay demasiadas operaciones en curso; intente de nuevo.
         *     `outcome_unknown`: No se sabe si la operación se realizó; repítala con la misma Idempotency-Key.
         *     `internal_error`: Error interno.
         *     `request_timeout`: La solicitud tardó demasiado en llegar.
         *     `uri_too_long`: La ruta es demasiado larga.
         *     `expectation_failed`: El encabezado Expect no se puede cumplir.
         *     `headers_too_large`: Los encabezados son demasiado grandes.
         */
        ImmediateCreditsFault: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    detail: "El servicio no está disponible en este momento" | "Hay demasiadas operaciones en curso; intente de nuevo" | "No se sabe si la operación se realizó; repítala con la misma Idempotency-Key" | "Error interno" | "La solicitud tardó demasiado en llegar" | "La ruta es demasiado larga" | "El encabezado Expect no se puede cumplir" | "Los encabezados son demasiado grandes";
                };
            };
        };
        /** @description `precondition_failed`: La capacidad cambió desde la versión indicada. */
        ImmediateCredits412: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    detail: "La capacidad cambió desde la versión indicada";
                };
            };
        };
        /** @description `payload_too_large`: El cuerpo de la solicitud es demasiado grande. */
        ImmediateCredits413: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    detail: "El cuerpo de la solicitud es demasiado grande";
                };
            };
        };
        /** @description `unsupported_media_type`: El cuerpo de la solicitud debe ser application/json. */
        ImmediateCredits415: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    detail: "El cuerpo de la solicitud debe ser application/json";
                };
            };
        };
        /** @description `unauthorized`: API key inválida o ausente. */
        CustomerCredit401: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "WWW-Authenticate": components["headers"]["Challenge"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    error: {
                        /** @enum {string} */
                        code: "unauthorized";
                        message: string;
                    };
                };
            };
        };
        /**
         * @description `address_not_allowed`: IP no autorizada para esta API key.
         *     `insufficient_scope`: La API key no tiene permiso para esta operación.
         */
        CustomerCredit403: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    error: {
                        /** @enum {string} */
                        code: "address_not_allowed" | "insufficient_scope";
                        message: string;
                    };
                };
            };
        };
        /** @description `too_many_requests`: Límite de solicitudes excedido. */
        CustomerCredit429: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    error: {
                        /** @enum {string} */
                        code: "too_many_requests";
                        message: string;
                    };
                };
            };
        };
        /**
         * @description `service_unavailable`: El servicio no está disponible en este momento.
         *     `queue_full`: El crédito tiene demasiadas operaciones en curso; intente de nuevo.
         *     `outcome_unknown`: No se sabe si la operación se realizó; repítala con la misma Idempotency-Key.
         *     `internal_error`: Error interno.
         *     `request_timeout`: La solicitud tardó demasiado en llegar.
         *     `uri_too_long`: La ruta es demasiado larga.
         *     `expectation_failed`: El encabezado Expect no se puede cumplir.
         *     `headers_too_large`: Los encabezados son demasiado grandes.
         */
        CustomerCreditFault: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    error: {
                        /** @enum {string} */
                        code: "service_unavailable" | "queue_full" | "outcome_unknown" | "internal_error" | "request_timeout" | "uri_too_long" | "expectation_failed" | "headers_too_large";
                        message: string;
                    };
                };
            };
        };
        /** @description `precondition_failed`: El crédito cambió desde la versión indicada. */
        CustomerCredit412: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    error: {
                        /** @enum {string} */
                        code: "precondition_failed";
                        message: string;
                    };
                };
            };
        };
        /** @description `payload_too_large`: El cuerpo de la solicitud es demasiado grande. */
        CustomerCredit413: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    error: {
                        /** @enum {string} */
                        code: "payload_too_large";
                        message: string;
                    };
                };
            };
        };
        /** @description `unsupported_media_type`: El cuerpo de la solicitud debe ser application/json. */
        CustomerCredit415: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @constant */
                    status: "error";
                    error: {
                        /** @enum {string} */
                        code: "unsupported_media_type";
                        message: string;
                    };
                };
            };
        };
    };
    parameters: {
        /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
        RequestId: string;
        /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
        IdempotencyKey: string;
        /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
        IfMatch: string;
        /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
        Actor: string;
        /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
        DryRun: boolean;
    };
    requestBodies: never;
    headers: {
        /** @description Of the request, or made. */
        RequestId: string;
        /** @description The revision of the object. */
        ETag: string;
        /** @description The revision that the command led to; absent in a dry run. */
        Evidence: string;
        /** @description The hash of the stream's last event: evidence to keep. Absent in a dry run. */
        Hash: string;
        /** @description An earlier request with the same key or name did it: this is its answer again. */
        Replayed: "true";
        /** @description Nothing was written. */
        WasDryRun: "true";
        /** @description What is missing. */
        Challenge: string;
        /** @description Which scopes would do, where a scope is what is missing. */
        ScopeChallenge: string;
        /** @description Seconds after which to try again. */
        RetryAfter: string;
        /** @description What is left of the key's quota: `"default";r=37;t=12`. */
        RateLimit: string;
        /** @description The quota of the key: `"default";q=100;w=60`. */
        RateLimitPolicy: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAccounts: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                customer_id?: string;
                status?: "pending" | "active" | "paused" | "blocked" | "rejected" | "closed";
                /** @description The partner's own id of the account; several may have the same. */
                external_id?: string;
            };
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *           "customer_id": "customer_42",
                     *           "status": "active",
                     *           "product_code": "commercial",
                     *           "product_version": 1,
                     *           "requested_limit": "10000.00",
                     *           "payment_term_days": 30,
                     *           "balances": {
                     *             "currency": "USD",
                     *             "limit": "10000.00",
                     *             "available": "10000.00",
                     *             "held": "0.00",
                     *             "utilised": "0.00",
                     *             "interest": "0.00",
                     *             "fees": "0.00",
                     *             "penalties": "0.00",
                     *             "credit_balance": "0.00",
                     *             "buckets": {
                     *               "single_payment": {
                     *                 "limit": "10000.00",
                     *                 "held": "0.00",
                     *                 "unbilled": "0.00",
                     *                 "billed": "0.00",
                     *                 "past_due": "0.00"
                     *               }
                     *             }
                     *           },
                     *           "overdue_amount": "0.00",
                     *           "next_due_date": null,
                     *           "external_id": "crm-8812",
                     *           "metadata": {
                     *             "branch": "north"
                     *           },
                     *           "created_at": "2025-11-24T10:00:00.000Z",
                     *           "approved_at": "2025-11-24T10:00:00.000Z",
                     *           "approved_by": "user_seller",
                     *           "updated_at": "2025-11-24T10:00:00.000Z",
                     *           "revision": 0
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "as_of": "2025-11-24T10:00:00.123Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    openAccount: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customer_id": "customer_42",
                 *       "product_code": "commercial",
                 *       "limit": "10000.00",
                 *       "payment_term_days": 30,
                 *       "external_id": "crm-8812",
                 *       "metadata": {
                 *         "branch": "north"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["OpenAccountBody"];
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "customer_id": "customer_42",
                     *       "status": "active",
                     *       "product_code": "commercial",
                     *       "product_version": 1,
                     *       "requested_limit": "10000.00",
                     *       "payment_term_days": 30,
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "10000.00",
                     *         "available": "10000.00",
                     *         "held": "0.00",
                     *         "utilised": "0.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "10000.00",
                     *             "held": "0.00",
                     *             "unbilled": "0.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "overdue_amount": "0.00",
                     *       "next_due_date": null,
                     *       "external_id": "crm-8812",
                     *       "metadata": {
                     *         "branch": "north"
                     *       },
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "approved_at": "2025-11-24T10:00:00.000Z",
                     *       "approved_by": "user_seller",
                     *       "updated_at": "2025-11-24T10:00:00.000Z",
                     *       "revision": 0,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Open, and active at once. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "customer_id": "customer_42",
                     *       "status": "active",
                     *       "product_code": "commercial",
                     *       "product_version": 1,
                     *       "requested_limit": "10000.00",
                     *       "payment_term_days": 30,
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "10000.00",
                     *         "available": "10000.00",
                     *         "held": "0.00",
                     *         "utilised": "0.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "10000.00",
                     *             "held": "0.00",
                     *             "unbilled": "0.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "overdue_amount": "0.00",
                     *       "next_due_date": null,
                     *       "external_id": "crm-8812",
                     *       "metadata": {
                     *         "branch": "north"
                     *       },
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "approved_at": "2025-11-24T10:00:00.000Z",
                     *       "approved_by": "user_seller",
                     *       "updated_at": "2025-11-24T10:00:00.000Z",
                     *       "revision": 0,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            /**
             * @description `address_not_allowed`: The API key may not be used from this address.
             *     `insufficient_scope`: The API key may not do this.
             *     `four_eyes_required`: Somebody else than who asked for it must decide this.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 403;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "address_not_allowed" | "insufficient_scope" | "four_eyes_required";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /**
             * @description `customer_not_found`: There is no such customer.
             *     `product_not_found`: There is no such product.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "customer_not_found" | "product_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /**
             * @description `personal_data_erased`: The personal data of the customer was erased.
             *     `customer_not_active`: The customer is not active.
             *     `credit_already_exists`: The customer already has a credit, or has asked for one.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 409;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "personal_data_erased" | "customer_not_active" | "credit_already_exists";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used before for another request.
             *     `currency_mismatch`: The amount is in another currency than the account.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "currency_mismatch";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        product_currency?: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    readAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the account as answers show it, or its stream (`account-…`).
                 * @example credit_3f2504e04f8951d39a0c0305e82c3301
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, with all that was written before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "customer_id": "customer_42",
                     *       "status": "active",
                     *       "product_code": "commercial",
                     *       "product_version": 1,
                     *       "requested_limit": "10000.00",
                     *       "payment_term_days": 30,
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "10000.00",
                     *         "available": "10000.00",
                     *         "held": "0.00",
                     *         "utilised": "0.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "10000.00",
                     *             "held": "0.00",
                     *             "unbilled": "0.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "overdue_amount": "0.00",
                     *       "next_due_date": null,
                     *       "external_id": "crm-8812",
                     *       "metadata": {
                     *         "branch": "north"
                     *       },
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "approved_at": "2025-11-24T10:00:00.000Z",
                     *       "approved_by": "user_seller",
                     *       "updated_at": "2025-11-24T10:00:00.000Z",
                     *       "revision": 0,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `account_not_found`: There is no such account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    describeAccount: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the account as answers show it, or its stream (`account-…`).
                 * @example credit_3f2504e04f8951d39a0c0305e82c3301
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "external_id": "crm-8813",
                 *       "metadata": {
                 *         "branch": "south"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["DescribeAccountBody"];
            };
        };
        responses: {
            /** @description Recorded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "external_id": "crm-8813",
                     *       "metadata": {
                     *         "branch": "south"
                     *       },
                     *       "updated_at": "2025-11-24T10:00:00.000Z",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "10000.00",
                     *         "available": "10000.00",
                     *         "held": "0.00",
                     *         "utilised": "0.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "10000.00",
                     *             "held": "0.00",
                     *             "unbilled": "0.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "revision": 1,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["AccountDescription"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `account_not_found`: There is no such account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    adjustAccount: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the account as answers show it, or its stream (`account-…`).
                 * @example credit_3f2504e04f8951d39a0c0305e82c3301
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": "125.00",
                 *       "reason": "Goods came damaged",
                 *       "external_id": "case-17"
                 *     }
                 */
                "application/json": components["schemas"]["AdjustAccountBody"];
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "adjustment_7e3d4c5b6af970819cad0e1f2a3b4c5d",
                     *       "account_id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "amount": "125.00",
                     *       "allocations": [
                     *         {
                     *           "component": "principal",
                     *           "bucket": "single_payment",
                     *           "age": "unbilled",
                     *           "used_on": "2025-11-24",
                     *           "due_on": "2025-12-24",
                     *           "effective_on": "2025-11-26",
                     *           "amount": "125.00"
                     *         }
                     *       ],
                     *       "adjusted_by": "user_support",
                     *       "external_id": "case-17",
                     *       "metadata": {},
                     *       "created_at": "2025-11-26T10:00:00.000Z",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "2000.00",
                     *         "available": "-375.00",
                     *         "held": "0.00",
                     *         "utilised": "2375.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "2000.00",
                     *             "held": "0.00",
                     *             "unbilled": "2375.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "revision": 5,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Adjustment"];
                };
            };
            /** @description Forgiven. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "adjustment_7e3d4c5b6af970819cad0e1f2a3b4c5d",
                     *       "account_id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "amount": "125.00",
                     *       "allocations": [
                     *         {
                     *           "component": "principal",
                     *           "bucket": "single_payment",
                     *           "age": "unbilled",
                     *           "used_on": "2025-11-24",
                     *           "due_on": "2025-12-24",
                     *           "effective_on": "2025-11-26",
                     *           "amount": "125.00"
                     *         }
                     *       ],
                     *       "adjusted_by": "user_support",
                     *       "external_id": "case-17",
                     *       "metadata": {},
                     *       "created_at": "2025-11-26T10:00:00.000Z",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "2000.00",
                     *         "available": "-375.00",
                     *         "held": "0.00",
                     *         "utilised": "2375.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "2000.00",
                     *             "held": "0.00",
                     *             "unbilled": "2375.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "revision": 5,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Adjustment"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `account_not_found`: There is no such account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /** @description `account_not_active`: The account is not active. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 409;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_active";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used before for another request.
             *     `amount_exceeds_debt`: The amount is more than the account owes.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "amount_exceeds_debt";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        owed?: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    readBalances: {
        parameters: {
            query?: {
                /** @description As the event at this revision left them, and carries them. */
                revision?: number;
                /** @description As they were effective at this instant: a backdated payment counts from its day. In the future: what will have fallen due by then, if nothing happens. */
                at?: string;
                /** @description By what had been recorded at this instant, not in the future. With `at`: what was known then of that time. */
                known_at?: string;
            };
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the account as answers show it, or its stream (`account-…`).
                 * @example credit_3f2504e04f8951d39a0c0305e82c3301
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balances, and what they are based on. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account_id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "as_of": "2025-11-25T09:00:00.000Z",
                     *       "known_at": "2025-11-26T09:00:00.000Z",
                     *       "settled": true,
                     *       "overdue_amount": "0.00",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "10000.00",
                     *         "available": "7500.00",
                     *         "held": "0.00",
                     *         "utilised": "2500.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "10000.00",
                     *             "held": "0.00",
                     *             "unbilled": "2500.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "backdated_revisions": [
                     *         3
                     *       ],
                     *       "backdated_count": 1,
                     *       "revision": 3,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["BalancesAt"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /**
             * @description `account_not_found`: There is no such account.
             *     `revision_not_found`: The account has no such revision.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_found" | "revision_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    readHistory: {
        parameters: {
            query?: {
                /** @description `asc`, the oldest event first, when absent. */
                order?: "asc" | "desc";
                /** @description How many events at most; 50 when absent. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before, of the same account and order. */
                cursor?: string;
            };
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the account as answers show it, or its stream (`account-…`).
                 * @example credit_3f2504e04f8951d39a0c0305e82c3301
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. `ETag` is the revision of the newest event of the account. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "revision": 3,
                     *           "id": "6d2c3b4a-59e8-5f70-8b9c-0d1e2f3a4b5c",
                     *           "type": "credit-account.payment-received.v1",
                     *           "actor": "user_cashier",
                     *           "asserted_by": "acme-backoffice",
                     *           "key_id": "k_2hB7",
                     *           "recorded_at": "2025-11-25T10:00:00.000Z",
                     *           "effective_at": "2025-11-25T10:00:00.000Z",
                     *           "correlation_id": "req-5512",
                     *           "causation_id": null,
                     *           "command_keys": [
                     *             {
                     *               "kind": "header",
                     *               "key": "7f0c8f0e"
                     *             },
                     *             {
                     *               "kind": "payment",
                     *               "key": "PAY-123456"
                     *             }
                     *           ],
                     *           "relied": {},
                     *           "data": {
                     *             "accountId": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *             "paymentId": "payment_6d2c3b4a59e86f708b9c0d1e2f3a4b5c",
                     *             "paymentReference": "PAY-123456",
                     *             "amountMinor": "250000",
                     *             "paymentDate": "2025-11-25",
                     *             "allocations": [
                     *               {
                     *                 "component": "principal",
                     *                 "bucket": "single_payment",
                     *                 "age": "unbilled",
                     *                 "usedOn": "2025-11-24",
                     *                 "dueOn": "2025-12-24",
                     *                 "effectiveOn": "2025-11-25",
                     *                 "amountMinor": "250000"
                     *               }
                     *             ],
                     *             "externalId": null,
                     *             "metadata": {
                     *               "teller": "3"
                     *             }
                     *           },
                     *           "postings": [
                     *             {
                     *               "account": "1100",
                     *               "bucket": null,
                     *               "age": null,
                     *               "debit": "2500.00",
                     *               "credit": "0.00"
                     *             },
                     *             {
                     *               "account": "2300",
                     *               "bucket": null,
                     *               "age": null,
                     *               "debit": "0.00",
                     *               "credit": "2500.00"
                     *             },
                     *             {
                     *               "account": "2300",
                     *               "bucket": null,
                     *               "age": null,
                     *               "debit": "2500.00",
                     *               "credit": "0.00"
                     *             },
                     *             {
                     *               "account": "1200",
                     *               "bucket": "single_payment",
                     *               "age": "unbilled",
                     *               "debit": "0.00",
                     *               "credit": "2500.00"
                     *             },
                     *             {
                     *               "account": "9130",
                     *               "bucket": null,
                     *               "age": null,
                     *               "debit": "2500.00",
                     *               "credit": "0.00"
                     *             },
                     *             {
                     *               "account": "9110",
                     *               "bucket": null,
                     *               "age": null,
                     *               "debit": "0.00",
                     *               "credit": "2500.00"
                     *             }
                     *           ],
                     *           "balances": {
                     *             "currency": "USD",
                     *             "limit": "10000.00",
                     *             "available": "7500.00",
                     *             "held": "0.00",
                     *             "utilised": "2500.00",
                     *             "interest": "0.00",
                     *             "fees": "0.00",
                     *             "penalties": "0.00",
                     *             "credit_balance": "0.00",
                     *             "buckets": {
                     *               "single_payment": {
                     *                 "limit": "10000.00",
                     *                 "held": "0.00",
                     *                 "unbilled": "2500.00",
                     *                 "billed": "0.00",
                     *                 "past_due": "0.00"
                     *               }
                     *             }
                     *           },
                     *           "prev_hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
                     *           "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["AccountHistory"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `account_not_found`: There is no such account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    changeAccountLimit: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the account as answers show it, or its stream (`account-…`).
                 * @example credit_3f2504e04f8951d39a0c0305e82c3301
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "limit": "2000.00",
                 *       "reason": "Late in November"
                 *     }
                 */
                "application/json": components["schemas"]["ChangeLimitBody"];
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account_id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "previous_limit": "10000.00",
                     *       "limit": "2000.00",
                     *       "changed_by": "user_risk",
                     *       "changed_at": "2025-11-26T10:00:00.000Z",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "2000.00",
                     *         "available": "-500.00",
                     *         "held": "0.00",
                     *         "utilised": "2500.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "2000.00",
                     *             "held": "0.00",
                     *             "unbilled": "2500.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "revision": 4,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["AccountLimit"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            /**
             * @description `address_not_allowed`: The API key may not be used from this address.
             *     `insufficient_scope`: The API key may not do this.
             *     `four_eyes_required`: Somebody else than who asked for it must decide this.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 403;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "address_not_allowed" | "insufficient_scope" | "four_eyes_required";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /** @description `account_not_found`: There is no such account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /**
             * @description `account_not_active`: The account is not active.
             *     `limit_unchanged`: The limit is what was asked for already.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 409;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_active" | "limit_unchanged";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used before for another request.
             *     `limit_may_not_fall`: The limit may not fall under the terms of this product.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "limit_may_not_fall";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    payAccount: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the account as answers show it, or its stream (`account-…`).
                 * @example credit_3f2504e04f8951d39a0c0305e82c3301
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payment_reference": "PAY-123456",
                 *       "amount": "2500.00",
                 *       "payment_date": "2025-11-25",
                 *       "metadata": {
                 *         "teller": "3"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PayAccountBody"];
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "payment_6d2c3b4a59e86f708b9c0d1e2f3a4b5c",
                     *       "account_id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "payment_reference": "PAY-123456",
                     *       "amount": "2500.00",
                     *       "payment_date": "2025-11-25",
                     *       "allocations": [
                     *         {
                     *           "component": "principal",
                     *           "bucket": "single_payment",
                     *           "age": "unbilled",
                     *           "used_on": "2025-11-24",
                     *           "due_on": "2025-12-24",
                     *           "effective_on": "2025-11-25",
                     *           "amount": "2500.00"
                     *         }
                     *       ],
                     *       "external_id": null,
                     *       "metadata": {
                     *         "teller": "3"
                     *       },
                     *       "created_at": "2025-11-25T10:00:00.000Z",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "10000.00",
                     *         "available": "7500.00",
                     *         "held": "0.00",
                     *         "utilised": "2500.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "10000.00",
                     *             "held": "0.00",
                     *             "unbilled": "2500.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "revision": 3,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description Received. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "payment_6d2c3b4a59e86f708b9c0d1e2f3a4b5c",
                     *       "account_id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "payment_reference": "PAY-123456",
                     *       "amount": "2500.00",
                     *       "payment_date": "2025-11-25",
                     *       "allocations": [
                     *         {
                     *           "component": "principal",
                     *           "bucket": "single_payment",
                     *           "age": "unbilled",
                     *           "used_on": "2025-11-24",
                     *           "due_on": "2025-12-24",
                     *           "effective_on": "2025-11-25",
                     *           "amount": "2500.00"
                     *         }
                     *       ],
                     *       "external_id": null,
                     *       "metadata": {
                     *         "teller": "3"
                     *       },
                     *       "created_at": "2025-11-25T10:00:00.000Z",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "10000.00",
                     *         "available": "7500.00",
                     *         "held": "0.00",
                     *         "utilised": "2500.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "10000.00",
                     *             "held": "0.00",
                     *             "unbilled": "2500.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "revision": 3,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `account_not_found`: There is no such account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /**
             * @description `account_not_active`: The account is not active.
             *     `payment_reference_reused`: The payment_reference was used before, and this does not repeat it.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 409;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_active" | "payment_reference_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used before for another request.
             *     `payment_date_in_future`: The payment date is in the future.
             *     `payment_date_too_old`: The payment date is further back than the product allows.
             *     `amount_exceeds_debt`: The amount is more than the account owes.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "payment_date_in_future" | "payment_date_too_old" | "amount_exceeds_debt";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        earliest_date?: string;
                        owed?: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    changeAccountStatus: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the account as answers show it, or its stream (`account-…`).
                 * @example credit_3f2504e04f8951d39a0c0305e82c3301
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": "paused",
                 *       "reason": "On holiday"
                 *     }
                 */
                "application/json": components["schemas"]["ChangeAccountStatusBody"];
            };
        };
        responses: {
            /** @description Changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "account_id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "status": "paused",
                     *       "changed_at": "2025-11-27T10:00:00.000Z",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "2000.00",
                     *         "available": "-375.00",
                     *         "held": "0.00",
                     *         "utilised": "2375.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "2000.00",
                     *             "held": "0.00",
                     *             "unbilled": "2375.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "revision": 6,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["AccountStatus"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `account_not_found`: There is no such account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /**
             * @description `illegal_transition`: The object cannot go from its present status to this one.
             *     `account_owes`: The account still owes something.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 409;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "illegal_transition" | "account_owes";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        from?: string;
                        to?: string;
                        owed?: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    useAccount: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the account as answers show it, or its stream (`account-…`).
                 * @example credit_3f2504e04f8951d39a0c0305e82c3301
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "order_id": "order_789",
                 *       "amount": "5000.00"
                 *     }
                 */
                "application/json": components["schemas"]["UseAccountBody"];
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "usage_5c1b2a3948d75e6f8a9b0c1d2e3f4a5b",
                     *       "account_id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "order_id": "order_789",
                     *       "amount": "5000.00",
                     *       "bucket": "single_payment",
                     *       "used_on": "2025-11-24",
                     *       "due_on": "2025-12-24",
                     *       "external_id": null,
                     *       "metadata": {},
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "10000.00",
                     *         "available": "5000.00",
                     *         "held": "0.00",
                     *         "utilised": "5000.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "10000.00",
                     *             "held": "0.00",
                     *             "unbilled": "5000.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "revision": 2,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Use"];
                };
            };
            /** @description Used. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "usage_5c1b2a3948d75e6f8a9b0c1d2e3f4a5b",
                     *       "account_id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "order_id": "order_789",
                     *       "amount": "5000.00",
                     *       "bucket": "single_payment",
                     *       "used_on": "2025-11-24",
                     *       "due_on": "2025-12-24",
                     *       "external_id": null,
                     *       "metadata": {},
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "10000.00",
                     *         "available": "5000.00",
                     *         "held": "0.00",
                     *         "utilised": "5000.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "10000.00",
                     *             "held": "0.00",
                     *             "unbilled": "5000.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "revision": 2,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Use"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `account_not_found`: There is no such account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /**
             * @description `account_not_active`: The account is not active.
             *     `account_blocked`: The account is blocked.
             *     `order_id_reused`: The order_id was used before, and this does not repeat it.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 409;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_active" | "account_blocked" | "order_id_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used before for another request.
             *     `insufficient_credit`: The account has not enough credit available.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "insufficient_credit";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        available?: string;
                        required?: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    writeOffAccount: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the account as answers show it, or its stream (`account-…`).
                 * @example credit_3f2504e04f8951d39a0c0305e82c3301
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Insolvent"
                 *     }
                 */
                "application/json": components["schemas"]["WriteOffAccountBody"];
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "write_off_8f4e5d6c7b0a8192adbe0f1a2b3c4d5e",
                     *       "account_id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "status": "closed",
                     *       "amount": "2375.00",
                     *       "allocations": [
                     *         {
                     *           "component": "principal",
                     *           "bucket": "single_payment",
                     *           "age": "unbilled",
                     *           "used_on": "2025-11-24",
                     *           "due_on": "2025-12-24",
                     *           "effective_on": "2025-11-28",
                     *           "amount": "2375.00"
                     *         }
                     *       ],
                     *       "limit_cut": "2000.00",
                     *       "written_off_by": "user_risk",
                     *       "external_id": null,
                     *       "metadata": {},
                     *       "created_at": "2025-11-28T10:00:00.000Z",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "0.00",
                     *         "available": "0.00",
                     *         "held": "0.00",
                     *         "utilised": "0.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "0.00",
                     *             "held": "0.00",
                     *             "unbilled": "0.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "revision": 7,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["WriteOff"];
                };
            };
            /** @description Written off. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "write_off_8f4e5d6c7b0a8192adbe0f1a2b3c4d5e",
                     *       "account_id": "credit_3f2504e04f8951d39a0c0305e82c3301",
                     *       "status": "closed",
                     *       "amount": "2375.00",
                     *       "allocations": [
                     *         {
                     *           "component": "principal",
                     *           "bucket": "single_payment",
                     *           "age": "unbilled",
                     *           "used_on": "2025-11-24",
                     *           "due_on": "2025-12-24",
                     *           "effective_on": "2025-11-28",
                     *           "amount": "2375.00"
                     *         }
                     *       ],
                     *       "limit_cut": "2000.00",
                     *       "written_off_by": "user_risk",
                     *       "external_id": null,
                     *       "metadata": {},
                     *       "created_at": "2025-11-28T10:00:00.000Z",
                     *       "balances": {
                     *         "currency": "USD",
                     *         "limit": "0.00",
                     *         "available": "0.00",
                     *         "held": "0.00",
                     *         "utilised": "0.00",
                     *         "interest": "0.00",
                     *         "fees": "0.00",
                     *         "penalties": "0.00",
                     *         "credit_balance": "0.00",
                     *         "buckets": {
                     *           "single_payment": {
                     *             "limit": "0.00",
                     *             "held": "0.00",
                     *             "unbilled": "0.00",
                     *             "billed": "0.00",
                     *             "past_due": "0.00"
                     *           }
                     *         }
                     *       },
                     *       "revision": 7,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["WriteOff"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `account_not_found`: There is no such account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /**
             * @description `account_not_active`: The account is not active.
             *     `nothing_owed`: The account owes nothing.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 409;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "account_not_active" | "nothing_owed";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    readBankAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The partner's own id of the bank account.
                 * @example 550e8400-e29b-41d4-a716-446655440000
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bank account, with all that was written before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "550e8400-e29b-41d4-a716-446655440000",
                     *       "customer_id": "customer_42",
                     *       "bank": "Banco Industrial",
                     *       "account_type": "checking",
                     *       "account_number": "****7890",
                     *       "holder_name": "Constructora ABC, S.A.",
                     *       "personal_data": "kept",
                     *       "currency": "USD",
                     *       "verification": {
                     *         "status": "verified",
                     *         "reason": null,
                     *         "decided_at": "2025-11-24T12:00:00.000Z",
                     *         "decided_by": "operations"
                     *       },
                     *       "external_id": null,
                     *       "metadata": {},
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "updated_at": "2025-11-24T12:00:00.000Z",
                     *       "revision": 1,
                     *       "hash": "7d793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7"
                     *     }
                     */
                    "application/json": components["schemas"]["BankAccount"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `bank_account_not_found`: There is no such bank account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "bank_account_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    putBankAccount: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The partner's own id of the bank account.
                 * @example 550e8400-e29b-41d4-a716-446655440000
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "customer_id": "customer_42",
                 *       "bank": "Banco Industrial",
                 *       "account_type": "checking",
                 *       "account_number": "000-123456-7890",
                 *       "holder_name": "Constructora ABC, S.A.",
                 *       "currency": "USD"
                 *     }
                 */
                "application/json": components["schemas"]["PutBankAccountBody"];
            };
        };
        responses: {
            /** @description Replaced, or the same as before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "550e8400-e29b-41d4-a716-446655440000",
                     *       "customer_id": "customer_42",
                     *       "bank": "Banco Industrial",
                     *       "account_type": "checking",
                     *       "account_number": "****7890",
                     *       "holder_name": "Constructora ABC, S.A.",
                     *       "personal_data": "kept",
                     *       "currency": "USD",
                     *       "verification": {
                     *         "status": "verified",
                     *         "reason": null,
                     *         "decided_at": "2025-11-24T12:00:00.000Z",
                     *         "decided_by": "operations"
                     *       },
                     *       "external_id": null,
                     *       "metadata": {},
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "updated_at": "2025-11-24T12:00:00.000Z",
                     *       "revision": 1,
                     *       "hash": "7d793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7"
                     *     }
                     */
                    "application/json": components["schemas"]["BankAccount"];
                };
            };
            /** @description Registered, to be verified. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "550e8400-e29b-41d4-a716-446655440000",
                     *       "customer_id": "customer_42",
                     *       "bank": "Banco Industrial",
                     *       "account_type": "checking",
                     *       "account_number": "****7890",
                     *       "holder_name": "Constructora ABC, S.A.",
                     *       "personal_data": "kept",
                     *       "currency": "USD",
                     *       "verification": {
                     *         "status": "pending",
                     *         "reason": null,
                     *         "decided_at": null,
                     *         "decided_by": null
                     *       },
                     *       "external_id": null,
                     *       "metadata": {},
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "updated_at": "2025-11-24T10:00:00.000Z",
                     *       "revision": 0,
                     *       "hash": "7d793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7"
                     *     }
                     */
                    "application/json": components["schemas"]["BankAccount"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `customer_not_found`: There is no such customer. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "customer_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /**
             * @description `id_taken`: The id is taken by another object.
             *     `personal_data_erased`: The personal data of the customer was erased.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 409;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "id_taken" | "personal_data_erased";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    decideBankAccountVerification: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The partner's own id of the bank account.
                 * @example 550e8400-e29b-41d4-a716-446655440000
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "verified"
                 *     }
                 */
                "application/json": components["schemas"]["DecideVerificationBody"];
            };
        };
        responses: {
            /** @description The bank account with the decision. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "550e8400-e29b-41d4-a716-446655440000",
                     *       "customer_id": "customer_42",
                     *       "bank": "Banco Industrial",
                     *       "account_type": "checking",
                     *       "account_number": "****7890",
                     *       "holder_name": "Constructora ABC, S.A.",
                     *       "personal_data": "kept",
                     *       "currency": "USD",
                     *       "verification": {
                     *         "status": "verified",
                     *         "reason": null,
                     *         "decided_at": "2025-11-24T12:00:00.000Z",
                     *         "decided_by": "operations"
                     *       },
                     *       "external_id": null,
                     *       "metadata": {},
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "updated_at": "2025-11-24T12:00:00.000Z",
                     *       "revision": 1,
                     *       "hash": "7d793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7"
                     *     }
                     */
                    "application/json": components["schemas"]["BankAccount"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `bank_account_not_found`: There is no such bank account. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "bank_account_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    listImmediateCredits: {
        parameters: {
            query?: {
                status?: "APROBADA" | "ESPERA" | "RECHAZADA";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Una página. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "credits": [
                     *         {
                     *           "success": true,
                     *           "message": "Crédito en espera",
                     *           "status": "ESPERA",
                     *           "transaction_id": "OP-2024-12345678",
                     *           "bank_response": {
                     *             "id": "OP-2024-12345678",
                     *             "message": "Transacción en proceso"
                     *           },
                     *           "capacity_remaining": null
                     *         },
                     *         {
                     *           "success": true,
                     *           "message": "Crédito aprobado",
                     *           "status": "APROBADA",
                     *           "transaction_id": "OP-2024-12345678",
                     *           "bank_response": {
                     *             "id": "OP-2024-12345678",
                     *             "reference": "REF-987654321",
                     *             "message": "Operación exitosa"
                     *           },
                     *           "capacity_remaining": 8999.5
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ImmediateCredits"];
                };
            };
            400: components["responses"]["ImmediateCredits400"];
            401: components["responses"]["ImmediateCredits401"];
            /**
             * @description `address_not_allowed`: IP no autorizada para esta API key.
             *     `insufficient_scope`: API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso..
             *     `key_not_bound`: API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso..
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: "IP no autorizada para esta API key" | "API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso.";
                    };
                };
            };
            /** @description `validation_error`: La solicitud tiene campos inválidos. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            loc: string[];
                            msg: string;
                            type: string;
                        }[];
                    };
                };
            };
            429: components["responses"]["ImmediateCredits429"];
            default: components["responses"]["ImmediateCreditsFault"];
        };
    };
    readCapacity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description La capacidad, con todo lo que el mismo socio ya hizo en ella. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "capacity": {
                     *         "volume_processed_total": 50000,
                     *         "volume_credited_total": 15000,
                     *         "volume_available": 35000,
                     *         "last_transaction_at": "2024-01-15T14:30:00Z",
                     *         "updated_at": "2024-01-15T14:30:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ImmediateCreditCapacity"];
                };
            };
            400: components["responses"]["ImmediateCredits400"];
            401: components["responses"]["ImmediateCredits401"];
            /**
             * @description `address_not_allowed`: IP no autorizada para esta API key.
             *     `insufficient_scope`: API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso..
             *     `key_not_bound`: API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso..
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: "IP no autorizada para esta API key" | "API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso.";
                    };
                };
            };
            429: components["responses"]["ImmediateCredits429"];
            default: components["responses"]["ImmediateCreditsFault"];
        };
    };
    executeCredit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "bank_account_id": "550e8400-e29b-41d4-a716-446655440000",
                 *       "amount": 1000.5,
                 *       "concept": "Retiro para conversion"
                 *     }
                 */
                "application/json": components["schemas"]["ExecuteCreditBody"];
            };
        };
        responses: {
            /** @description Aprobado, en espera o rechazado por el banco. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "Crédito aprobado",
                     *       "status": "APROBADA",
                     *       "transaction_id": "OP-2024-12345678",
                     *       "bank_response": {
                     *         "id": "OP-2024-12345678",
                     *         "reference": "REF-987654321",
                     *         "message": "Operación exitosa"
                     *       },
                     *       "capacity_remaining": 8999.5
                     *     }
                     */
                    "application/json": components["schemas"]["ImmediateCredit"];
                };
            };
            /**
             * @description `malformed_request`: La solicitud no es HTTP válido.
             *     `invalid_actor`: El encabezado Haber-Actor no es válido.
             *     `kyc_not_approved`: Usuario no tiene cédula registrada. Completa tu KYC primero..
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: "La solicitud no es HTTP válido" | "El encabezado Haber-Actor no es válido" | "Usuario no tiene cédula registrada. Completa tu KYC primero.";
                    };
                };
            };
            401: components["responses"]["ImmediateCredits401"];
            /**
             * @description `address_not_allowed`: IP no autorizada para esta API key.
             *     `insufficient_scope`: API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso..
             *     `key_not_bound`: API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso..
             *     `insufficient_capacity`: Capacidad insuficiente.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: "IP no autorizada para esta API key" | "API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso." | {
                            /** @constant */
                            error: "insufficient_capacity";
                            message: string;
                            available_capacity: number;
                            required_amount: number;
                        };
                    };
                };
            };
            /** @description `bank_account_not_found`: Cuenta bancaria no encontrada o no pertenece al usuario. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        detail: "Cuenta bancaria no encontrada o no pertenece al usuario";
                    };
                };
            };
            412: components["responses"]["ImmediateCredits412"];
            413: components["responses"]["ImmediateCredits413"];
            415: components["responses"]["ImmediateCredits415"];
            /**
             * @description `invalid_idempotency_key`: El encabezado Idempotency-Key no es válido.
             *     `invalid_if_match`: El encabezado If-Match no nombra una versión.
             *     `malformed_json`: El cuerpo de la solicitud no es JSON válido.
             *     `validation_error`: La solicitud tiene campos inválidos.
             *     `idempotency_key_reused`: La Idempotency-Key ya se usó con otra solicitud.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: {
                            loc: string[];
                            msg: string;
                            type: string;
                        }[];
                    };
                };
            };
            /**
             * @description `too_many_requests`: Límite de solicitudes excedido.
             *     `too_many_credits_in_process`: Máximo 10 créditos simultáneos en proceso.
             */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: "Límite de solicitudes excedido" | {
                            /** @constant */
                            error: "too_many_credits_in_process";
                            message: string;
                        };
                    };
                };
            };
            /**
             * @description `service_unavailable`: El servicio no está disponible en este momento.
             *     `queue_full`: Hay demasiadas operaciones en curso; intente de nuevo.
             *     `outcome_unknown`: No se sabe si la operación se realizó; repítala con la misma Idempotency-Key.
             *     `internal_error`: Error interno.
             *     `request_timeout`: La solicitud tardó demasiado en llegar.
             *     `uri_too_long`: La ruta es demasiado larga.
             *     `expectation_failed`: El encabezado Expect no se puede cumplir.
             *     `headers_too_large`: Los encabezados son demasiado grandes.
             *     `no_bank`: No hay banco configurado para pagar créditos inmediatos.
             */
            default: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: "El servicio no está disponible en este momento" | "Hay demasiadas operaciones en curso; intente de nuevo" | "No se sabe si la operación se realizó; repítala con la misma Idempotency-Key" | "Error interno" | "La solicitud tardó demasiado en llegar" | "La ruta es demasiado larga" | "El encabezado Expect no se puede cumplir" | "Los encabezados son demasiado grandes" | "No hay banco configurado para pagar créditos inmediatos";
                    };
                };
            };
        };
    };
    readImmediateCredit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description El `transaction_id` de la ejecución.
                 * @example OP-2024-12345678
                 */
                transactionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description El crédito. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "Crédito aprobado",
                     *       "status": "APROBADA",
                     *       "transaction_id": "OP-2024-12345678",
                     *       "bank_response": {
                     *         "id": "OP-2024-12345678",
                     *         "reference": "REF-987654321",
                     *         "message": "Operación exitosa"
                     *       },
                     *       "capacity_remaining": 8999.5
                     *     }
                     */
                    "application/json": components["schemas"]["ImmediateCredit"];
                };
            };
            400: components["responses"]["ImmediateCredits400"];
            401: components["responses"]["ImmediateCredits401"];
            /**
             * @description `address_not_allowed`: IP no autorizada para esta API key.
             *     `insufficient_scope`: API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso..
             *     `key_not_bound`: API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso..
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: "IP no autorizada para esta API key" | "API key no tiene permisos para ejecutar créditos inmediatos. Contacta a soporte para habilitar este permiso.";
                    };
                };
            };
            /** @description `execution_not_found`: Crédito no encontrado. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        detail: "Crédito no encontrado";
                    };
                };
            };
            429: components["responses"]["ImmediateCredits429"];
            default: components["responses"]["ImmediateCreditsFault"];
        };
    };
    readCredit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description El id del cliente que usa el socio.
                 * @example customer_42
                 */
                customerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description El crédito, con todo lo que el mismo socio ya hizo en él. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "data": {
                     *         "credit_account_id": "credit_001",
                     *         "status": "approved",
                     *         "requested_limit": 10000,
                     *         "credit_limit": 10000,
                     *         "credit_used": 5000,
                     *         "credit_available": 5000,
                     *         "payment_term_days": 30,
                     *         "overdue_amount": 0,
                     *         "next_due_date": "2025-12-24",
                     *         "created_at": "2025-11-24T10:00:00Z",
                     *         "approved_at": "2025-11-24T11:00:00Z",
                     *         "approved_by": "user_manager"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Credit"];
                };
            };
            /**
             * @description `malformed_request`: La solicitud no es HTTP válido.
             *     `invalid_actor`: El encabezado Haber-Actor no es válido.
             *     `validation_error`: La solicitud tiene campos inválidos.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "malformed_request" | "invalid_actor" | "validation_error";
                            message: string;
                            details?: {
                                field: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
            401: components["responses"]["CustomerCredit401"];
            403: components["responses"]["CustomerCredit403"];
            /**
             * @description `customer_not_found`: El cliente no existe.
             *     `credit_not_found`: El cliente no tiene crédito.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "customer_not_found" | "credit_not_found";
                            message: string;
                        };
                    };
                };
            };
            429: components["responses"]["CustomerCredit429"];
            default: components["responses"]["CustomerCreditFault"];
        };
    };
    approveCredit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description El id del cliente que usa el socio.
                 * @example customer_42
                 */
                customerId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "credit_limit": 10000,
                 *       "payment_term_days": 30,
                 *       "approval_notes": "Cliente con buen historial"
                 *     }
                 */
                "application/json": components["schemas"]["ApproveCreditBody"];
            };
        };
        responses: {
            /** @description El crédito quedó aprobado. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "data": {
                     *         "credit_account_id": "credit_001",
                     *         "status": "approved",
                     *         "credit_limit": 10000,
                     *         "credit_available": 10000,
                     *         "payment_term_days": 30,
                     *         "approved_at": "2025-11-24T11:00:00Z",
                     *         "approved_by": "user_manager"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CreditApproved"];
                };
            };
            /**
             * @description `malformed_request`: La solicitud no es HTTP válido.
             *     `invalid_actor`: El encabezado Haber-Actor no es válido.
             *     `invalid_idempotency_key`: El encabezado Idempotency-Key no es válido.
             *     `invalid_if_match`: El encabezado If-Match no nombra una versión.
             *     `malformed_json`: El cuerpo de la solicitud no es JSON válido.
             *     `validation_error`: La solicitud tiene campos inválidos.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                            message: string;
                            details?: {
                                field: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
            401: components["responses"]["CustomerCredit401"];
            /**
             * @description `address_not_allowed`: IP no autorizada para esta API key.
             *     `insufficient_scope`: La API key no tiene permiso para esta operación.
             *     `four_eyes_required`: El crédito debe aprobarlo una persona distinta de quien lo solicitó.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "address_not_allowed" | "insufficient_scope" | "four_eyes_required";
                            message: string;
                        };
                    };
                };
            };
            /**
             * @description `customer_not_found`: El cliente no existe.
             *     `credit_not_found`: El cliente no tiene crédito.
             *     `no_pending_credit`: El cliente no tiene una solicitud de crédito pendiente.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "customer_not_found" | "credit_not_found" | "no_pending_credit";
                            message: string;
                        };
                    };
                };
            };
            /** @description `credit_already_approved`: El crédito ya está aprobado. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "credit_already_approved";
                            message: string;
                        };
                    };
                };
            };
            412: components["responses"]["CustomerCredit412"];
            413: components["responses"]["CustomerCredit413"];
            415: components["responses"]["CustomerCredit415"];
            /** @description `idempotency_key_reused`: La Idempotency-Key ya se usó con otra solicitud. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "idempotency_key_reused";
                            message: string;
                        };
                    };
                };
            };
            429: components["responses"]["CustomerCredit429"];
            default: components["responses"]["CustomerCreditFault"];
        };
    };
    payCredit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description El id del cliente que usa el socio.
                 * @example customer_42
                 */
                customerId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": 2500,
                 *       "payment_reference": "PAY-123456",
                 *       "payment_date": "2025-11-24"
                 *     }
                 */
                "application/json": components["schemas"]["CreditPaymentBody"];
            };
        };
        responses: {
            /** @description El pago quedó registrado y aplicado a la deuda. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "data": {
                     *         "payment_id": "payment_001",
                     *         "amount": 2500,
                     *         "credit_used": 2500,
                     *         "credit_available": 7500
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CreditPayment"];
                };
            };
            /**
             * @description `malformed_request`: La solicitud no es HTTP válido.
             *     `invalid_actor`: El encabezado Haber-Actor no es válido.
             *     `invalid_idempotency_key`: El encabezado Idempotency-Key no es válido.
             *     `invalid_if_match`: El encabezado If-Match no nombra una versión.
             *     `malformed_json`: El cuerpo de la solicitud no es JSON válido.
             *     `validation_error`: La solicitud tiene campos inválidos.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                            message: string;
                            details?: {
                                field: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
            401: components["responses"]["CustomerCredit401"];
            403: components["responses"]["CustomerCredit403"];
            /**
             * @description `customer_not_found`: El cliente no existe.
             *     `credit_not_found`: El cliente no tiene crédito.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "customer_not_found" | "credit_not_found";
                            message: string;
                        };
                    };
                };
            };
            /**
             * @description `credit_not_approved`: El crédito no está aprobado.
             *     `payment_reference_conflict`: El payment_reference ya se usó con otro monto.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "credit_not_approved" | "payment_reference_conflict";
                            message: string;
                        };
                    };
                };
            };
            412: components["responses"]["CustomerCredit412"];
            413: components["responses"]["CustomerCredit413"];
            415: components["responses"]["CustomerCredit415"];
            /**
             * @description `amount_exceeds_debt`: El monto supera la deuda.
             *     `payment_date_in_future`: La fecha de pago está en el futuro.
             *     `idempotency_key_reused`: La Idempotency-Key ya se usó con otra solicitud.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "amount_exceeds_debt" | "payment_date_in_future" | "idempotency_key_reused";
                            message: string;
                        };
                    };
                };
            };
            429: components["responses"]["CustomerCredit429"];
            default: components["responses"]["CustomerCreditFault"];
        };
    };
    requestCredit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description El id del cliente que usa el socio.
                 * @example customer_42
                 */
                customerId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "requested_limit": 10000,
                 *       "payment_term_days": 30,
                 *       "business_info": {
                 *         "business_name": "Constructora ABC",
                 *         "tax_id": "RUC-123-456",
                 *         "years_in_business": 5
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["RequestCreditBody"];
            };
        };
        responses: {
            /** @description La solicitud quedó pendiente de aprobación. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "data": {
                     *         "credit_account_id": "credit_001",
                     *         "status": "pending",
                     *         "requested_limit": 10000,
                     *         "payment_term_days": 30,
                     *         "created_at": "2025-11-24T10:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CreditRequested"];
                };
            };
            /**
             * @description `malformed_request`: La solicitud no es HTTP válido.
             *     `invalid_actor`: El encabezado Haber-Actor no es válido.
             *     `invalid_idempotency_key`: El encabezado Idempotency-Key no es válido.
             *     `invalid_if_match`: El encabezado If-Match no nombra una versión.
             *     `malformed_json`: El cuerpo de la solicitud no es JSON válido.
             *     `validation_error`: La solicitud tiene campos inválidos.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                            message: string;
                            details?: {
                                field: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
            401: components["responses"]["CustomerCredit401"];
            403: components["responses"]["CustomerCredit403"];
            /** @description `customer_not_found`: El cliente no existe. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "customer_not_found";
                            message: string;
                        };
                    };
                };
            };
            /** @description `credit_already_exists`: El cliente ya tiene un crédito o una solicitud de crédito. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "credit_already_exists";
                            message: string;
                        };
                    };
                };
            };
            412: components["responses"]["CustomerCredit412"];
            413: components["responses"]["CustomerCredit413"];
            415: components["responses"]["CustomerCredit415"];
            /** @description `idempotency_key_reused`: La Idempotency-Key ya se usó con otra solicitud. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "idempotency_key_reused";
                            message: string;
                        };
                    };
                };
            };
            429: components["responses"]["CustomerCredit429"];
            default: components["responses"]["CustomerCreditFault"];
        };
    };
    useCredit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description El id del cliente que usa el socio.
                 * @example customer_42
                 */
                customerId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "order_id": "order_789",
                 *       "amount": 5000
                 *     }
                 */
                "application/json": components["schemas"]["UseCreditBody"];
            };
        };
        responses: {
            /** @description El uso quedó registrado. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "data": {
                     *         "usage_id": "usage_001",
                     *         "amount": 5000,
                     *         "credit_used": 5000,
                     *         "credit_available": 5000,
                     *         "due_date": "2025-12-24"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CreditUsed"];
                };
            };
            /**
             * @description `malformed_request`: La solicitud no es HTTP válido.
             *     `invalid_actor`: El encabezado Haber-Actor no es válido.
             *     `invalid_idempotency_key`: El encabezado Idempotency-Key no es válido.
             *     `invalid_if_match`: El encabezado If-Match no nombra una versión.
             *     `malformed_json`: El cuerpo de la solicitud no es JSON válido.
             *     `validation_error`: La solicitud tiene campos inválidos.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                            message: string;
                            details?: {
                                field: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
            401: components["responses"]["CustomerCredit401"];
            /**
             * @description `address_not_allowed`: IP no autorizada para esta API key.
             *     `insufficient_scope`: La API key no tiene permiso para esta operación.
             *     `credit_blocked`: El crédito está bloqueado.
             */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "WWW-Authenticate": components["headers"]["ScopeChallenge"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "address_not_allowed" | "insufficient_scope" | "credit_blocked";
                            message: string;
                        };
                    };
                };
            };
            /**
             * @description `customer_not_found`: El cliente no existe.
             *     `credit_not_found`: El cliente no tiene crédito.
             */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "customer_not_found" | "credit_not_found";
                            message: string;
                        };
                    };
                };
            };
            /**
             * @description `credit_not_approved`: El crédito no está aprobado.
             *     `order_id_conflict`: El order_id ya se usó con otro monto.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "credit_not_approved" | "order_id_conflict";
                            message: string;
                        };
                    };
                };
            };
            412: components["responses"]["CustomerCredit412"];
            413: components["responses"]["CustomerCredit413"];
            415: components["responses"]["CustomerCredit415"];
            /**
             * @description `insufficient_credit`: Crédito disponible insuficiente.
             *     `idempotency_key_reused`: La Idempotency-Key ya se usó con otra solicitud.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "error";
                        error: {
                            /** @enum {string} */
                            code: "insufficient_credit" | "idempotency_key_reused";
                            message: string;
                            credit_available?: number;
                            required_amount?: number;
                        };
                    };
                };
            };
            429: components["responses"]["CustomerCredit429"];
            default: components["responses"]["CustomerCreditFault"];
        };
    };
    readCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The partner's own id of the customer.
                 * @example customer_42
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The customer, with all that was written before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "customer_42",
                     *       "type": "company",
                     *       "legal_name": "Constructora ABC, S.A.",
                     *       "trade_name": "Constructora ABC",
                     *       "national_id": null,
                     *       "tax_id": "RUC-123-456",
                     *       "email": "pagos@constructora-abc.example",
                     *       "phone": "+502 2222 3333",
                     *       "address": {
                     *         "city": "Guatemala",
                     *         "country": "GT",
                     *         "street": "Av. Reforma 9-55"
                     *       },
                     *       "personal_data": "kept",
                     *       "years_in_business": 5,
                     *       "kyc": {
                     *         "status": "approved",
                     *         "reason": null,
                     *         "decided_at": "2025-11-24T11:00:00.000Z",
                     *         "decided_by": "compliance"
                     *       },
                     *       "status": {
                     *         "value": "active",
                     *         "reason": null,
                     *         "changed_at": null,
                     *         "changed_by": null
                     *       },
                     *       "external_id": "crm-8812",
                     *       "metadata": {
                     *         "branch": "north"
                     *       },
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "updated_at": "2025-11-24T11:00:00.000Z",
                     *       "revision": 1,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `customer_not_found`: There is no such customer. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "customer_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    putCustomer: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The partner's own id of the customer.
                 * @example customer_42
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "company",
                 *       "legal_name": "Constructora ABC, S.A.",
                 *       "trade_name": "Constructora ABC",
                 *       "tax_id": "RUC-123-456",
                 *       "email": "pagos@constructora-abc.example",
                 *       "phone": "+502 2222 3333",
                 *       "address": {
                 *         "street": "Av. Reforma 9-55",
                 *         "city": "Guatemala",
                 *         "country": "GT"
                 *       },
                 *       "years_in_business": 5,
                 *       "external_id": "crm-8812",
                 *       "metadata": {
                 *         "branch": "north"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PutCustomerBody"];
            };
        };
        responses: {
            /** @description Replaced, or the same as before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "customer_42",
                     *       "type": "company",
                     *       "legal_name": "Constructora ABC, S.A.",
                     *       "trade_name": "Constructora ABC",
                     *       "national_id": null,
                     *       "tax_id": "RUC-123-456",
                     *       "email": "pagos@constructora-abc.example",
                     *       "phone": "+502 2222 3333",
                     *       "address": {
                     *         "city": "Guatemala",
                     *         "country": "GT",
                     *         "street": "Av. Reforma 9-55"
                     *       },
                     *       "personal_data": "kept",
                     *       "years_in_business": 5,
                     *       "kyc": {
                     *         "status": "pending",
                     *         "reason": null,
                     *         "decided_at": null,
                     *         "decided_by": null
                     *       },
                     *       "status": {
                     *         "value": "active",
                     *         "reason": null,
                     *         "changed_at": null,
                     *         "changed_by": null
                     *       },
                     *       "external_id": "crm-8812",
                     *       "metadata": {
                     *         "branch": "north"
                     *       },
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "updated_at": "2025-11-24T10:00:00.000Z",
                     *       "revision": 1,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Registered. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "customer_42",
                     *       "type": "company",
                     *       "legal_name": "Constructora ABC, S.A.",
                     *       "trade_name": "Constructora ABC",
                     *       "national_id": null,
                     *       "tax_id": "RUC-123-456",
                     *       "email": "pagos@constructora-abc.example",
                     *       "phone": "+502 2222 3333",
                     *       "address": {
                     *         "city": "Guatemala",
                     *         "country": "GT",
                     *         "street": "Av. Reforma 9-55"
                     *       },
                     *       "personal_data": "kept",
                     *       "years_in_business": 5,
                     *       "kyc": {
                     *         "status": "pending",
                     *         "reason": null,
                     *         "decided_at": null,
                     *         "decided_by": null
                     *       },
                     *       "status": {
                     *         "value": "active",
                     *         "reason": null,
                     *         "changed_at": null,
                     *         "changed_by": null
                     *       },
                     *       "external_id": "crm-8812",
                     *       "metadata": {
                     *         "branch": "north"
                     *       },
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "updated_at": "2025-11-24T10:00:00.000Z",
                     *       "revision": 0,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `customer_not_found`: There is no such customer. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "customer_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    decideKyc: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The partner's own id of the customer.
                 * @example customer_42
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "approved"
                 *     }
                 */
                "application/json": components["schemas"]["DecideKycBody"];
            };
        };
        responses: {
            /** @description The customer with the decision. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "customer_42",
                     *       "type": "company",
                     *       "legal_name": "Constructora ABC, S.A.",
                     *       "trade_name": "Constructora ABC",
                     *       "national_id": null,
                     *       "tax_id": "RUC-123-456",
                     *       "email": "pagos@constructora-abc.example",
                     *       "phone": "+502 2222 3333",
                     *       "address": {
                     *         "city": "Guatemala",
                     *         "country": "GT",
                     *         "street": "Av. Reforma 9-55"
                     *       },
                     *       "personal_data": "kept",
                     *       "years_in_business": 5,
                     *       "kyc": {
                     *         "status": "approved",
                     *         "reason": null,
                     *         "decided_at": "2025-11-24T11:00:00.000Z",
                     *         "decided_by": "compliance"
                     *       },
                     *       "status": {
                     *         "value": "active",
                     *         "reason": null,
                     *         "changed_at": null,
                     *         "changed_by": null
                     *       },
                     *       "external_id": "crm-8812",
                     *       "metadata": {
                     *         "branch": "north"
                     *       },
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "updated_at": "2025-11-24T11:00:00.000Z",
                     *       "revision": 1,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `customer_not_found`: There is no such customer. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "customer_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    erasePersonalData: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The partner's own id of the customer.
                 * @example customer_42
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Erased, now or before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "customer_42",
                     *       "personal_data": "erased",
                     *       "statement": "The key table may hold destroyed keys in dead rows until it is next vacuumed. The write-ahead log (3 older files) may hold them until Postgres has written all of those files anew, that is until max_wal_size more has been written. Backups, replicas and file-system snapshots from before the erasure hold them until they expire; such a key can be unwrapped only with the master key.",
                     *       "revision": 3,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["PersonalDataErasure"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `customer_not_found`: There is no such customer. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "customer_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    changeCustomerStatus: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The partner's own id of the customer.
                 * @example customer_42
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": "inactive",
                 *       "reason": "Asked us to close the relation"
                 *     }
                 */
                "application/json": components["schemas"]["ChangeCustomerStatusBody"];
            };
        };
        responses: {
            /** @description The customer with its status. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "customer_42",
                     *       "type": "company",
                     *       "legal_name": "Constructora ABC, S.A.",
                     *       "trade_name": "Constructora ABC",
                     *       "national_id": null,
                     *       "tax_id": "RUC-123-456",
                     *       "email": "pagos@constructora-abc.example",
                     *       "phone": "+502 2222 3333",
                     *       "address": {
                     *         "city": "Guatemala",
                     *         "country": "GT",
                     *         "street": "Av. Reforma 9-55"
                     *       },
                     *       "personal_data": "kept",
                     *       "years_in_business": 5,
                     *       "kyc": {
                     *         "status": "approved",
                     *         "reason": null,
                     *         "decided_at": "2025-11-24T11:00:00.000Z",
                     *         "decided_by": "compliance"
                     *       },
                     *       "status": {
                     *         "value": "inactive",
                     *         "reason": "Asked us to close the relation",
                     *         "changed_at": "2025-11-25T09:00:00.000Z",
                     *         "changed_by": "support"
                     *       },
                     *       "external_id": "crm-8812",
                     *       "metadata": {
                     *         "branch": "north"
                     *       },
                     *       "created_at": "2025-11-24T10:00:00.000Z",
                     *       "updated_at": "2025-11-25T09:00:00.000Z",
                     *       "revision": 2,
                     *       "hash": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"
                     *     }
                     */
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `customer_not_found`: There is no such customer. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "customer_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    listKeys: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys, without their secrets. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "5kTqZ0vYw2NsR8Lb",
                     *           "scopes": [
                     *             "credit:read",
                     *             "credit:use"
                     *           ],
                     *           "actor": "shop-backend",
                     *           "customer_id": null,
                     *           "allow_list": [
                     *             "192.0.2.0/24"
                     *           ],
                     *           "rate_limits": {
                     *             "default": {
                     *               "requests": 50,
                     *               "window_seconds": 1
                     *             }
                     *           },
                     *           "issued_at": "2025-11-24T10:00:00.000Z",
                     *           "expires_at": null,
                     *           "revoked": false,
                     *           "replaces": null,
                     *           "external_id": "vault-17",
                     *           "metadata": {},
                     *           "revision": 3,
                     *           "hash": "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    issueKey: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "scopes": [
                 *         "credit:read",
                 *         "credit:use"
                 *       ],
                 *       "actor": "shop-backend",
                 *       "allow_list": [
                 *         "192.0.2.0/24"
                 *       ],
                 *       "external_id": "vault-17"
                 *     }
                 */
                "application/json": components["schemas"]["IssueKeyBody"];
            };
        };
        responses: {
            /** @description The key that is imported was issued on these very terms before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5kTqZ0vYw2NsR8Lb",
                     *       "scopes": [
                     *         "credit:read",
                     *         "credit:use"
                     *       ],
                     *       "actor": "shop-backend",
                     *       "customer_id": null,
                     *       "allow_list": [
                     *         "192.0.2.0/24"
                     *       ],
                     *       "rate_limits": {
                     *         "default": {
                     *           "requests": 50,
                     *           "window_seconds": 1
                     *         }
                     *       },
                     *       "issued_at": "2025-11-24T10:00:00.000Z",
                     *       "expires_at": null,
                     *       "revoked": false,
                     *       "replaces": null,
                     *       "external_id": "vault-17",
                     *       "metadata": {},
                     *       "revision": 3,
                     *       "hash": "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce",
                     *       "key": null
                     *     }
                     */
                    "application/json": components["schemas"]["IssuedApiKey"];
                };
            };
            /** @description Issued. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5kTqZ0vYw2NsR8Lb",
                     *       "scopes": [
                     *         "credit:read",
                     *         "credit:use"
                     *       ],
                     *       "actor": "shop-backend",
                     *       "customer_id": null,
                     *       "allow_list": [
                     *         "192.0.2.0/24"
                     *       ],
                     *       "rate_limits": {
                     *         "default": {
                     *           "requests": 50,
                     *           "window_seconds": 1
                     *         }
                     *       },
                     *       "issued_at": "2025-11-24T10:00:00.000Z",
                     *       "expires_at": null,
                     *       "revoked": false,
                     *       "replaces": null,
                     *       "external_id": "vault-17",
                     *       "metadata": {},
                     *       "revision": 3,
                     *       "hash": "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce",
                     *       "key": "hb_live_5kTqZ0vYw2NsR8Lb_3mXc9QeJ7uHa1GdVf6WpKt0YzBnS000000"
                     *     }
                     */
                    "application/json": components["schemas"]["IssuedApiKey"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /**
             * @description `key_already_revoked`: The key was revoked, and does not come back.
             *     `too_many_keys`: The partner has as many live keys as it may have.
             *     `id_taken`: The id is taken by another object.
             *     `actor_spelled_otherwise`: Another key has this actor under another spelling.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 409;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "key_already_revoked" | "too_many_keys" | "id_taken" | "actor_spelled_otherwise";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used before for another request.
             *     `expiry_passed`: The instant from which the key would be refused has passed.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "expiry_passed";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    readKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the key, which is no secret.
                 * @example 5kTqZ0vYw2NsR8Lb
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key without its secret, with all that was written before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5kTqZ0vYw2NsR8Lb",
                     *       "scopes": [
                     *         "credit:read",
                     *         "credit:use"
                     *       ],
                     *       "actor": "shop-backend",
                     *       "customer_id": null,
                     *       "allow_list": [
                     *         "192.0.2.0/24"
                     *       ],
                     *       "rate_limits": {
                     *         "default": {
                     *           "requests": 50,
                     *           "window_seconds": 1
                     *         }
                     *       },
                     *       "issued_at": "2025-11-24T10:00:00.000Z",
                     *       "expires_at": null,
                     *       "revoked": false,
                     *       "replaces": null,
                     *       "external_id": "vault-17",
                     *       "metadata": {},
                     *       "revision": 3,
                     *       "hash": "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `key_not_found`: There is no such key. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "key_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    revokeKey: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the key, which is no secret.
                 * @example 5kTqZ0vYw2NsR8Lb
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key, revoked. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5kTqZ0vYw2NsR8Lb",
                     *       "scopes": [
                     *         "credit:read",
                     *         "credit:use"
                     *       ],
                     *       "actor": "shop-backend",
                     *       "customer_id": null,
                     *       "allow_list": [
                     *         "192.0.2.0/24"
                     *       ],
                     *       "rate_limits": {
                     *         "default": {
                     *           "requests": 50,
                     *           "window_seconds": 1
                     *         }
                     *       },
                     *       "issued_at": "2025-11-24T10:00:00.000Z",
                     *       "expires_at": null,
                     *       "revoked": true,
                     *       "replaces": null,
                     *       "external_id": "vault-17",
                     *       "metadata": {},
                     *       "revision": 3,
                     *       "hash": "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `key_not_found`: There is no such key. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "key_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    rotateKey: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the key, which is no secret.
                 * @example 5kTqZ0vYw2NsR8Lb
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "old_expires_at": "2025-11-25T10:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["RotateKeyBody"];
            };
        };
        responses: {
            /** @description A dry run. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5kTqZ0vYw2NsR8Lb",
                     *       "scopes": [
                     *         "credit:read",
                     *         "credit:use"
                     *       ],
                     *       "actor": "shop-backend",
                     *       "customer_id": null,
                     *       "allow_list": [
                     *         "192.0.2.0/24"
                     *       ],
                     *       "rate_limits": {
                     *         "default": {
                     *           "requests": 50,
                     *           "window_seconds": 1
                     *         }
                     *       },
                     *       "issued_at": "2025-11-24T10:00:00.000Z",
                     *       "expires_at": null,
                     *       "revoked": false,
                     *       "replaces": "8pLq3xUe6RtMj1Zc",
                     *       "external_id": "vault-17",
                     *       "metadata": {},
                     *       "revision": 3,
                     *       "hash": "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce",
                     *       "key": "hb_live_5kTqZ0vYw2NsR8Lb_3mXc9QeJ7uHa1GdVf6WpKt0YzBnS000000",
                     *       "old_expires_at": "2025-11-25T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["RotatedApiKey"];
                };
            };
            /** @description The successor. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5kTqZ0vYw2NsR8Lb",
                     *       "scopes": [
                     *         "credit:read",
                     *         "credit:use"
                     *       ],
                     *       "actor": "shop-backend",
                     *       "customer_id": null,
                     *       "allow_list": [
                     *         "192.0.2.0/24"
                     *       ],
                     *       "rate_limits": {
                     *         "default": {
                     *           "requests": 50,
                     *           "window_seconds": 1
                     *         }
                     *       },
                     *       "issued_at": "2025-11-24T10:00:00.000Z",
                     *       "expires_at": null,
                     *       "revoked": false,
                     *       "replaces": "8pLq3xUe6RtMj1Zc",
                     *       "external_id": "vault-17",
                     *       "metadata": {},
                     *       "revision": 3,
                     *       "hash": "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce",
                     *       "key": "hb_live_5kTqZ0vYw2NsR8Lb_3mXc9QeJ7uHa1GdVf6WpKt0YzBnS000000",
                     *       "old_expires_at": "2025-11-25T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["RotatedApiKey"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `key_not_found`: There is no such key. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "key_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /**
             * @description `key_already_revoked`: The key was revoked, and does not come back.
             *     `too_many_keys`: The partner has as many live keys as it may have.
             *     `key_expired`: The key has expired.
             *     `key_already_rotated`: The key has a live successor already.
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 409;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "key_already_revoked" | "too_many_keys" | "key_expired" | "key_already_rotated";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used before for another request.
             *     `expiry_passed`: The instant from which the key would be refused has passed.
             *     `overlap_too_long`: The old key would live too long beside its successor.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "expiry_passed" | "overlap_too_long";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each with the version in force today and the newest one. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "code": "commercial",
                     *           "in_force": {
                     *             "code": "commercial",
                     *             "version": 1,
                     *             "name": "Commercial credit",
                     *             "kind": "commercial",
                     *             "currency": "USD",
                     *             "time_zone": "UTC",
                     *             "payment_term_days": 30,
                     *             "backdating_days": 90,
                     *             "limit_may_fall": true,
                     *             "effective_from": "1970-01-01",
                     *             "external_id": null,
                     *             "metadata": {}
                     *           },
                     *           "newest": {
                     *             "code": "commercial",
                     *             "version": 1,
                     *             "name": "Commercial credit",
                     *             "kind": "commercial",
                     *             "currency": "USD",
                     *             "time_zone": "UTC",
                     *             "payment_term_days": 30,
                     *             "backdating_days": 90,
                     *             "limit_may_fall": true,
                     *             "effective_from": "1970-01-01",
                     *             "external_id": null,
                     *             "metadata": {}
                     *           }
                     *         },
                     *         {
                     *           "code": "wholesale-60",
                     *           "in_force": null,
                     *           "newest": {
                     *             "code": "wholesale-60",
                     *             "version": 1,
                     *             "name": "Wholesale, 60 days",
                     *             "kind": "commercial",
                     *             "currency": "GTQ",
                     *             "time_zone": "America/Guatemala",
                     *             "payment_term_days": 60,
                     *             "backdating_days": 90,
                     *             "limit_may_fall": true,
                     *             "effective_from": "2025-11-24",
                     *             "external_id": null,
                     *             "metadata": {}
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ProductPage"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    publishProduct: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The code of the product.
                 * @example wholesale-60
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Wholesale, 60 days",
                 *       "currency": "GTQ",
                 *       "time_zone": "America/Guatemala",
                 *       "payment_term_days": 60,
                 *       "effective_from": "2025-11-24"
                 *     }
                 */
                "application/json": components["schemas"]["PublishProductBody"];
            };
        };
        responses: {
            /** @description The newest version has these terms already. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "wholesale-60",
                     *       "version": 1,
                     *       "name": "Wholesale, 60 days",
                     *       "kind": "commercial",
                     *       "currency": "GTQ",
                     *       "time_zone": "America/Guatemala",
                     *       "payment_term_days": 60,
                     *       "backdating_days": 90,
                     *       "limit_may_fall": true,
                     *       "effective_from": "2025-11-24",
                     *       "external_id": null,
                     *       "metadata": {},
                     *       "published_at": "2025-11-24T10:00:00.000Z",
                     *       "published_by": "product-owner",
                     *       "revision": 0,
                     *       "hash": "9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de"
                     *     }
                     */
                    "application/json": components["schemas"]["PublishedProductVersion"];
                };
            };
            /** @description The new version. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "wholesale-60",
                     *       "version": 1,
                     *       "name": "Wholesale, 60 days",
                     *       "kind": "commercial",
                     *       "currency": "GTQ",
                     *       "time_zone": "America/Guatemala",
                     *       "payment_term_days": 60,
                     *       "backdating_days": 90,
                     *       "limit_may_fall": true,
                     *       "effective_from": "2025-11-24",
                     *       "external_id": null,
                     *       "metadata": {},
                     *       "published_at": "2025-11-24T10:00:00.000Z",
                     *       "published_by": "product-owner",
                     *       "revision": 0,
                     *       "hash": "9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de"
                     *     }
                     */
                    "application/json": components["schemas"]["PublishedProductVersion"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used before for another request.
             *     `effective_date_in_past`: The version would begin in the past.
             *     `too_many_versions`: The product has as many versions as it may have.
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "effective_date_in_past" | "too_many_versions";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        today?: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    listProductVersions: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The code of the product.
                 * @example wholesale-60
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "code": "wholesale-60",
                     *           "version": 1,
                     *           "name": "Wholesale, 60 days",
                     *           "kind": "commercial",
                     *           "currency": "GTQ",
                     *           "time_zone": "America/Guatemala",
                     *           "payment_term_days": 60,
                     *           "backdating_days": 90,
                     *           "limit_may_fall": true,
                     *           "effective_from": "2025-11-24",
                     *           "external_id": null,
                     *           "metadata": {},
                     *           "published_at": "2025-11-24T10:00:00.000Z",
                     *           "published_by": "product-owner",
                     *           "revision": 0,
                     *           "hash": "9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ProductVersionPage"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `product_not_found`: There is no such product. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "product_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    listReconciliationItems: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                status?: "open" | "resolved";
            };
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "reconciliation_5b1f7d626a0e5a3b9c550d2f1c8f4e10",
                     *           "status": "open",
                     *           "cause": "amount_mismatch",
                     *           "payout_id": "0d4c7a51-8f0b-4e0e-9f0e-2f0c4f1f9b11",
                     *           "execution_id": "OP-2025-00000042",
                     *           "customer_id": "customer_42",
                     *           "bank_adapter": "http",
                     *           "said": {
                     *             "status": "approved",
                     *             "amount": "500.01",
                     *             "currency": "GTQ",
                     *             "bank_reference": "REF-000000042",
                     *             "bank_code": null
                     *           },
                     *           "recorded": {
                     *             "status": "in_process",
                     *             "amount": "500.00",
                     *             "currency": "GTQ",
                     *             "bank_reference": null,
                     *             "bank_adapter": "http"
                     *           },
                     *           "learned_from": "callback",
                     *           "opened_at": "2025-11-24T10:00:00.000Z",
                     *           "resolution": null,
                     *           "reason": null,
                     *           "decided_at": null,
                     *           "decided_by": null,
                     *           "external_id": null,
                     *           "revision": 0,
                     *           "hash": "3f793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ReconciliationItemPage"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    readReconciliationItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the item.
                 * @example reconciliation_5b1f7d626a0e5a3b9c550d2f1c8f4e10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "reconciliation_5b1f7d626a0e5a3b9c550d2f1c8f4e10",
                     *       "status": "open",
                     *       "cause": "amount_mismatch",
                     *       "payout_id": "0d4c7a51-8f0b-4e0e-9f0e-2f0c4f1f9b11",
                     *       "execution_id": "OP-2025-00000042",
                     *       "customer_id": "customer_42",
                     *       "bank_adapter": "http",
                     *       "said": {
                     *         "status": "approved",
                     *         "amount": "500.01",
                     *         "currency": "GTQ",
                     *         "bank_reference": "REF-000000042",
                     *         "bank_code": null
                     *       },
                     *       "recorded": {
                     *         "status": "in_process",
                     *         "amount": "500.00",
                     *         "currency": "GTQ",
                     *         "bank_reference": null,
                     *         "bank_adapter": "http"
                     *       },
                     *       "learned_from": "callback",
                     *       "opened_at": "2025-11-24T10:00:00.000Z",
                     *       "resolution": null,
                     *       "reason": null,
                     *       "decided_at": null,
                     *       "decided_by": null,
                     *       "external_id": null,
                     *       "revision": 0,
                     *       "hash": "3f793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7"
                     *     }
                     */
                    "application/json": components["schemas"]["ReconciliationItem"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `reconciliation_item_not_found`: There is no such reconciliation item. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "reconciliation_item_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    resolveReconciliationItem: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path: {
                /**
                 * @description The id of the item.
                 * @example reconciliation_5b1f7d626a0e5a3b9c550d2f1c8f4e10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "resolution": "no_change",
                 *       "reason": "The bank corrected its callback.",
                 *       "external_id": "case-7"
                 *     }
                 */
                "application/json": components["schemas"]["ResolveItemBody"];
            };
        };
        responses: {
            /** @description The item, resolved. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "reconciliation_5b1f7d626a0e5a3b9c550d2f1c8f4e10",
                     *       "status": "resolved",
                     *       "cause": "amount_mismatch",
                     *       "payout_id": "0d4c7a51-8f0b-4e0e-9f0e-2f0c4f1f9b11",
                     *       "execution_id": "OP-2025-00000042",
                     *       "customer_id": "customer_42",
                     *       "bank_adapter": "http",
                     *       "said": {
                     *         "status": "approved",
                     *         "amount": "500.01",
                     *         "currency": "GTQ",
                     *         "bank_reference": "REF-000000042",
                     *         "bank_code": null
                     *       },
                     *       "recorded": {
                     *         "status": "in_process",
                     *         "amount": "500.00",
                     *         "currency": "GTQ",
                     *         "bank_reference": null,
                     *         "bank_adapter": "http"
                     *       },
                     *       "learned_from": "callback",
                     *       "opened_at": "2025-11-24T10:00:00.000Z",
                     *       "resolution": "no_change",
                     *       "reason": "The bank corrected its callback.",
                     *       "decided_at": "2025-11-24T12:00:00.000Z",
                     *       "decided_by": "treasury",
                     *       "external_id": "case-7",
                     *       "revision": 1,
                     *       "hash": "3f793037a0760186574b0282f2f435e77d793037a0760186574b0282f2f435e7"
                     *     }
                     */
                    "application/json": components["schemas"]["ReconciliationItem"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            /** @description `reconciliation_item_not_found`: There is no such reconciliation item. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 404;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "reconciliation_item_not_found";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            /** @description `illegal_transition`: The object cannot go from its present status to this one. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 409;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "illegal_transition";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    readSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings, with all that was written before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "four_eyes": true,
                     *       "rate_limits": {
                     *         "default": {
                     *           "requests": 50,
                     *           "window_seconds": 1
                     *         }
                     *       },
                     *       "keyless_repeats": true,
                     *       "revision": 7,
                     *       "hash": "2c624232cdd221771294dfbb310aca000a0df6ac8b66b696d90ef06fdefb64a3"
                     *     }
                     */
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    changeSettings: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "four_eyes": true,
                 *       "rate_limits": {
                 *         "default": {
                 *           "requests": 50,
                 *           "window_seconds": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PutSettingsBody"];
            };
        };
        responses: {
            /** @description The settings as they are now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "four_eyes": true,
                     *       "rate_limits": {
                     *         "default": {
                     *           "requests": 50,
                     *           "window_seconds": 1
                     *         }
                     *       },
                     *       "keyless_repeats": true,
                     *       "revision": 7,
                     *       "hash": "2c624232cdd221771294dfbb310aca000a0df6ac8b66b696d90ef06fdefb64a3"
                     *     }
                     */
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    recordTransactions: {
        parameters: {
            query?: {
                /** @description Decide and answer as if it were done (200), but write nothing and bind no key. */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. 1 to 255 printable ASCII characters, in quotes (with `\"` and `\\` as escapes) or without. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "transaction_id": "sale-2025-0001",
                 *       "customer_id": "customer_42",
                 *       "amount": "125.00",
                 *       "currency": "USD",
                 *       "type": "processed",
                 *       "occurred_at": "2025-11-24T10:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["TransactionBody"] | unknown[];
                /** @example {"transaction_id":"sale-2025-0001","customer_id":"customer_42","amount":"125.00","currency":"USD","type":"processed","occurred_at":"2025-11-24T10:00:00Z"} */
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description What became of each. The evidence is that of the account where they are of one merchant and at most 500. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["Evidence"];
                    "Haber-Hash": components["headers"]["Hash"];
                    "Idempotent-Replayed": components["headers"]["Replayed"];
                    "Haber-Dry-Run": components["headers"]["WasDryRun"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accepted": 1,
                     *       "duplicate": 0,
                     *       "rejected": 1,
                     *       "rejected_lines": [
                     *         {
                     *           "line": 2,
                     *           "transaction_id": "sale-2025-0002",
                     *           "code": "amount_differs",
                     *           "detail": "This transaction was recorded with another amount."
                     *         }
                     *       ],
                     *       "rejected_lines_truncated": false
                     *     }
                     */
                    "application/json": components["schemas"]["Transactions"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `invalid_idempotency_key`: The Idempotency-Key header is not valid.
             *     `invalid_if_match`: The If-Match header does not name one revision.
             *     `malformed_json`: The body is not valid JSON.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "invalid_idempotency_key" | "invalid_if_match" | "malformed_json" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            412: components["responses"]["Problem412"];
            413: components["responses"]["Problem413"];
            415: components["responses"]["Problem415"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before for another request. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 422;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "idempotency_key_reused";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                    };
                };
            };
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
    readTrialBalance: {
        parameters: {
            query?: {
                /** @description Of all that was recorded by this instant, which is not in the future; of all when absent. */
                at?: string;
            };
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII. */
                "X-Request-Id"?: components["parameters"]["RequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every ledger account, moved or not, of every currency that was. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "as_of": "2025-11-25T10:00:00.000Z",
                     *       "settled": true,
                     *       "position": "114000",
                     *       "currencies": [
                     *         {
                     *           "currency": "USD",
                     *           "accounts": [
                     *             {
                     *               "account": "1200",
                     *               "name": "Principal receivable",
                     *               "debit": "5000.00",
                     *               "credit": "0.00",
                     *               "net": "5000.00"
                     *             },
                     *             {
                     *               "account": "2100",
                     *               "name": "Merchants and networks payable",
                     *               "debit": "0.00",
                     *               "credit": "5000.00",
                     *               "net": "-5000.00"
                     *             }
                     *           ],
                     *           "total": {
                     *             "debit": "5000.00",
                     *             "credit": "5000.00",
                     *             "net": "0.00"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TrialBalance"];
                };
            };
            /**
             * @description `malformed_request`: The request is not valid HTTP.
             *     `invalid_actor`: The Haber-Actor header does not name one actor.
             *     `validation_error`: The request has members that are not valid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": {
                        /**
                         * Format: uri
                         * @description A page about this code.
                         */
                        type: string;
                        /** @description Constant for a code. */
                        title: string;
                        /** @enum {integer} */
                        status: 400;
                        /** @description About this one request. */
                        detail?: string;
                        /** @enum {string} */
                        code: "malformed_request" | "invalid_actor" | "validation_error";
                        /**
                         * @description May the request have had an effect?
                         * @enum {string}
                         */
                        outcome: "none" | "unknown";
                        retryable: boolean;
                        /** @description As in X-Request-Id. */
                        traceId: string;
                        errors?: {
                            detail: string;
                            /** @description RFC 6901, in the body. */
                            pointer?: string;
                            /** @description Of the path or the query. */
                            parameter?: string;
                        }[];
                    };
                };
            };
            401: components["responses"]["Problem401"];
            403: components["responses"]["Problem403"];
            429: components["responses"]["Problem429"];
            default: components["responses"]["ProblemFault"];
        };
    };
}

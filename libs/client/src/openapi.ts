/* eslint-disable */
/** Generated from docs/generated/openapi.json by `npm run generate`: never edited. */

export interface paths {
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ApproveCreditBody: {
            credit_limit?: number;
            payment_term_days?: number;
            approval_notes?: string;
        } & {
            [key: string]: unknown;
        };
        BusinessInfoBody: {
            business_name: string;
            tax_id: string;
            years_in_business?: number;
        } & {
            [key: string]: unknown;
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
        RequestCreditBody: {
            requested_limit: number;
            payment_term_days: number;
            business_info: components["schemas"]["BusinessInfoBody"];
        } & {
            [key: string]: unknown;
        };
        UseCreditBody: {
            order_id: string;
            amount: number;
        } & {
            [key: string]: unknown;
        };
    };
    responses: {
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
        /** @description Echoed in the answer; made when absent. */
        RequestId: string;
        /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. */
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
        /** @description An earlier request with the same key did it: this is its answer again. */
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
    readCredit: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer; made when absent. */
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
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer; made when absent. */
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
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer; made when absent. */
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
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer; made when absent. */
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
                /** @description Binds an accepted command: the same key and request again give the first answer; with another request 422. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The revision that the caller has seen, as an `ETag` gave it: at another one 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Who acts, in the words of the caller: only for keys with the scope `actor:assert`. */
                "Haber-Actor"?: components["parameters"]["Actor"];
                /** @description Echoed in the answer; made when absent. */
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
}

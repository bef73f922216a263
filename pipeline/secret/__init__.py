"""Papers stamped MẬT, TỐI MẬT, TUYỆT MẬT: seen, set apart, shown only to the person named for them."""

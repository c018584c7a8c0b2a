//! A sample; it speaks of `forgotten` in a comment only.

use other::Thing;
use taken::Item;

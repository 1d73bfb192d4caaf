//! Data as templates see it. minijinja has a conversion of its own, but hands out what is in its maps one allocated value after
//! the other, and nearly all that templates print are maps.

use super::map::Map;
use crate::yaml::IndexMap;
use minijinja::value::{Tuple, Value};
use minijinja::{Error, ErrorKind};
use serde::de::value::Error as Unshown;
use serde::ser::{
    Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

/// Data as a value of minijinja.
pub(super) fn value(data: &(impl Serialize + ?Sized)) -> Value {
    let failed = |error: Unshown| Value::from(Error::new(ErrorKind::BadSerialization, error.to_string()));
    data.serialize(Shower).unwrap_or_else(failed)
}

/// Makes values of data. Of what serde knows, facts and trees have no bytes, no types that are tuples, and no variants with
/// several fields.
struct Shower;

type Shown = Result<Value, Unshown>;

/// The methods for what minijinja takes as it is.
macro_rules! scalars {
    ($($method:ident: $kind:ty),* $(,)?) => {
        $(fn $method(self, data: $kind) -> Shown {
            Ok(Value::from(data))
        })*
    };
}

impl Serializer for Shower {
    type Ok = Value;
    type Error = Unshown;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Impossible<Value, Unshown>;
    type SerializeTupleVariant = Impossible<Value, Unshown>;
    type SerializeMap = Entries;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Impossible<Value, Unshown>;

    scalars! {
        serialize_bool: bool, serialize_char: char, serialize_str: &str,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64,
    }

    fn serialize_bytes(self, _: &[u8]) -> Shown {
        Err(unknown("bytes"))
    }

    fn serialize_none(self) -> Shown {
        Ok(Value::from(()))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, data: &T) -> Shown {
        data.serialize(self)
    }

    fn serialize_unit(self) -> Shown {
        Ok(Value::from(()))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Shown {
        Ok(Value::from(()))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Shown {
        Ok(Value::from(name))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, data: &T) -> Shown {
        data.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        data: &T,
    ) -> Shown {
        Ok(Value::from_object(Map::Fields(vec![(name, data.serialize(self)?)])))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Items, Unshown> {
        Ok(Items(Vec::with_capacity(length.unwrap_or(0))))
    }

    fn serialize_tuple(self, length: usize) -> Result<Items, Unshown> {
        Ok(Items(Vec::with_capacity(length)))
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unshown> {
        Err(unknown(name))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unshown> {
        Err(unknown(name))
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Entries, Unshown> {
        let entries = IndexMap::with_capacity_and_hasher(length.unwrap_or(0), Default::default());
        Ok(Entries { entries, key: Value::UNDEFINED })
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Fields, Unshown> {
        Ok(Fields(Vec::with_capacity(length)))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unshown> {
        Err(unknown(name))
    }
}

fn unknown(what: &str) -> Unshown {
    Unshown::custom(format_args!("templates cannot be shown a {what}"))
}

/// A list in the making.
struct Items(Vec<Value>);

impl SerializeSeq for Items {
    type Ok = Value;
    type Error = Unshown;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unshown> {
        self.0.push(item.serialize(Shower)?);
        Ok(())
    }

    fn end(self) -> Shown {
        Ok(Value::from_object(self.0))
    }
}

/// Arrays are tuples to serde.
impl SerializeTuple for Items {
    type Ok = Value;
    type Error = Unshown;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unshown> {
        SerializeSeq::serialize_element(self, item)
    }

    fn end(self) -> Shown {
        Ok(Value::from(Tuple::from(self.0)))
    }
}

/// A map with any keys in the making.
struct Entries {
    entries: IndexMap<Value, Value>,
    /// The key of the next value.
    key: Value,
}

impl SerializeMap for Entries {
    type Ok = Value;
    type Error = Unshown;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unshown> {
        self.key = key.serialize(Shower)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unshown> {
        let key = std::mem::take(&mut self.key);
        self.entries.insert(key, value.serialize(Shower)?);
        Ok(())
    }

    fn end(self) -> Shown {
        Ok(Value::from_object(Map::Entries(self.entries)))
    }
}

/// A map of fields in the making.
struct Fields(Vec<(&'static str, Value)>);

impl SerializeStruct for Fields {
    type Ok = Value;
    type Error = Unshown;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unshown> {
        self.0.push((name, value.serialize(Shower)?));
        Ok(())
    }

    fn end(self) -> Shown {
        Ok(Value::from_object(Map::Fields(self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree_of;
    use super::*;
    use crate::yaml::Tree;
    use minijinja::value::{Serde, ValueKind};
    use serde::Serialize;

    /// All kinds of data that facts have.
    #[derive(Serialize)]
    struct Data {
        none: Option<u8>,
        number: i64,
        list: Vec<&'static str>,
        array: [bool; 2],
        kind: Kind,
        #[serde(flatten)]
        more: Tree,
    }

    #[derive(Serialize)]
    enum Kind {
        Unit,
        One(&'static str),
    }

    fn data(kind: Kind) -> Data {
        let more = Tree::map([("b", "c".into()), ("a", Tree::map([]))]);
        Data { none: None, number: -7, list: vec!["x", "y"], array: [true, false], kind, more }
    }

    #[test]
    fn data_is_shown_as_minijinja_would_show_it() {
        for kind in [Kind::Unit, Kind::One("z")] {
            let data = data(kind);
            let (ours, theirs) = (value(&data), Value::from(Serde(&data)));
            assert_eq!((ours.kind(), ours.len()), (ValueKind::Map, Some(7)));
            // In their order, as it is printed.
            assert_eq!(ours.to_string(), theirs.to_string());
            for name in ["none", "number", "list", "array", "kind", "b", "a", "numbers"] {
                assert_eq!(ours.get_attr(name).ok(), theirs.get_attr(name).ok(), "{name}");
            }
        }
    }

    #[test]
    fn what_is_shown_becomes_a_tree_without_its_nulls() {
        let tree = tree_of(&value(&data(Kind::Unit)), &|_| Ok(String::new()));
        let items = |items: &[Tree]| Tree::List(items.to_vec());
        let expected = Tree::map([
            ("number", Tree::Number("-7".to_owned())),
            ("list", items(&["x".into(), "y".into()])),
            ("array", items(&[Tree::Bool(true), Tree::Bool(false)])),
            ("kind", "Unit".into()),
            ("b", "c".into()),
            ("a", Tree::map([])),
        ]);
        assert_eq!(tree, Ok(expected));
    }
}

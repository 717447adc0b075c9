//! Signatures: how an entry says what a function is given and gives.

/// What a function is given and gives, as entries write it:
///
/// | form | |
/// |---|---|
/// | `wait(fs: futures, options?: map) -> map` | a function; what may be left out has a `?` |
/// | `ThreadPool.submit(f: function, args…: any) -> Future` | a method; of `…` there may be any number |
/// | `int\|float.sqrt() -> float` | a method of several types |
/// | `Future.id -> int`, `any.tag = int` | a property that is read, or assigned |
/// | `List[index: int] -> any`, `List[index: int] = any` | an index that is read, or assigned |
/// | `int + int -> int`, `-int -> int` | operators |
/// | `ARGS -> array` | a constant |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// How it is written.
    pub shape: Shape,
    /// Its name: of an operator the sign, of an index `[]`.
    pub name: String,
    /// What it is given; what stands before the point comes first.
    pub params: Vec<Param>,
    /// The type of what it gives; `()` if nothing.
    pub result: String,
}

/// How something is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `f(x)`
    Function,
    /// `x.f(y)`
    Method,
    /// `x.f`
    Property,
    /// `x.f = y`
    PropertyAssignment,
    /// `x[y]`
    Index,
    /// `x[y] = z`
    IndexAssignment,
    /// `x + y`
    Operator,
    /// `-x`
    Prefix,
    /// `NAME`
    Constant,
}

/// Something that a function is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name; empty where there is none, as in operators.
    pub name: String,
    /// The types that it may have; `any` stands for all.
    pub types: Vec<String>,
    /// May it be left out?
    pub is_optional: bool,
    /// May there be any number of it?
    pub is_repeated: bool,
}

impl Signature {
    /// The signature that is written like this; `None` if nothing is.
    pub fn parse(form: &str) -> Option<Self> {
        let (form, result) = form.split_once(" -> ").unwrap_or((form, "()"));
        let parsed = |shape, name: &str, params| {
            Some(Signature {
                shape,
                name: name.to_owned(),
                params,
                result: result.to_owned(),
            })
        };
        if let Some((head, rest)) = form.split_once('(') {
            let mut given = params(rest.strip_suffix(')')?)?;
            return match head.rsplit_once('.') {
                Some((receiver, name)) => {
                    given.insert(0, Param::of(receiver));
                    parsed(Shape::Method, name, given)
                }
                None => parsed(Shape::Function, head, given),
            };
        }
        if let Some((receiver, rest)) = form.split_once('[') {
            let (index, value) = rest.split_once(']')?;
            let mut given = params(index)?;
            given.insert(0, Param::of(receiver));
            return match value.strip_prefix(" = ") {
                Some(value) => {
                    given.push(Param::of(value));
                    parsed(Shape::IndexAssignment, "[]", given)
                }
                None => parsed(Shape::Index, "[]", given),
            };
        }
        let words: Vec<&str> = form.split(' ').collect();
        match words[..] {
            [left, "=", value] => {
                let (receiver, name) = left.rsplit_once('.')?;
                let given = vec![Param::of(receiver), Param::of(value)];
                parsed(Shape::PropertyAssignment, name, given)
            }
            [left, sign, right] => {
                let given = vec![Param::of(left), Param::of(right)];
                parsed(Shape::Operator, sign, given)
            }
            [word] if word.starts_with(['-', '+', '!']) => {
                parsed(Shape::Prefix, &word[..1], vec![Param::of(&word[1..])])
            }
            [word] => match word.rsplit_once('.') {
                Some((receiver, name)) => parsed(Shape::Property, name, vec![Param::of(receiver)]),
                None => parsed(Shape::Constant, word, Vec::new()),
            },
            _ => None,
        }
    }

    /// What it is called in headings: `Future.result`, `wait`, `+`.
    pub fn title(&self) -> String {
        match (self.shape, self.params.first()) {
            (Shape::Method | Shape::Property | Shape::PropertyAssignment, Some(receiver)) => {
                format!("{}.{}", receiver.types.join("|"), self.name)
            }
            (Shape::Index | Shape::IndexAssignment, Some(receiver)) => {
                format!("{}[]", receiver.types.join("|"))
            }
            _ => self.name.clone(),
        }
    }

    /// The numbers of things that it may be given; the last one is the greatest that `most_repeated` allows.
    pub fn arities(&self, most_repeated: usize) -> std::ops::RangeInclusive<usize> {
        let needed = self.params.iter();
        let needed = needed.filter(|param| !param.is_optional && !param.is_repeated);
        let repeated = self.params.iter().any(|param| param.is_repeated);
        let most = if repeated {
            self.params.len() - 1 + most_repeated
        } else {
            self.params.len()
        };
        needed.count()..=most
    }

    /// The thing that it is given at this place.
    pub fn param(&self, index: usize) -> Option<&Param> {
        let last = self.params.last().filter(|param| param.is_repeated);
        self.params.get(index).or(last)
    }
}

impl Param {
    fn of(types: &str) -> Self {
        Param {
            name: String::new(),
            types: types.split('|').map(str::to_owned).collect(),
            is_optional: false,
            is_repeated: false,
        }
    }
}

fn params(list: &str) -> Option<Vec<Param>> {
    if list.is_empty() {
        return Some(Vec::new());
    }
    let given = list.split(", ").map(|one| {
        let (name, types) = one.split_once(": ")?;
        let optional = name.strip_suffix('?');
        let repeated = name.strip_suffix('…');
        Some(Param {
            name: optional.or(repeated).unwrap_or(name).to_owned(),
            is_optional: optional.is_some(),
            is_repeated: repeated.is_some(),
            ..Param::of(types)
        })
    });
    given.collect()
}

#[cfg(test)]
mod tests {
    use super::{Shape, Signature};

    #[track_caller]
    fn check(form: &str, shape: Shape, title: &str, arities: std::ops::RangeInclusive<usize>) {
        let signature = Signature::parse(form).expect(form);
        assert_eq!((signature.shape, &*signature.title()), (shape, title));
        assert_eq!(signature.arities(4), arities, "{form}");
    }

    #[test]
    fn every_shape_is_read() {
        check("now() -> float", Shape::Function, "now", 0..=0);
        check(
            "wait(fs: futures, o?: map) -> map",
            Shape::Function,
            "wait",
            1..=2,
        );
        check(
            "Pool.submit(f: function, args…: any) -> Future",
            Shape::Method,
            "Pool.submit",
            2..=6,
        );
        check("Future.id -> int", Shape::Property, "Future.id", 1..=1);
        check("any.tag = int", Shape::PropertyAssignment, "any.tag", 2..=2);
        check("List[index: int] -> any", Shape::Index, "List[]", 2..=2);
        check(
            "List[index: int] = any",
            Shape::IndexAssignment,
            "List[]",
            3..=3,
        );
        check("int + int -> int", Shape::Operator, "+", 2..=2);
        check("-int|float -> number", Shape::Prefix, "-", 1..=1);
        check("ARGS -> array", Shape::Constant, "ARGS", 0..=0);
        assert_eq!(Signature::parse("f(x)"), None);
    }
}

//! [`Blocks`]: text put together from many short pieces.
//! Knows nothing of what it is for.

/// The bytes that are copied at once. Most pieces are shorter.
const BLOCK: usize = 32;

/// The bytes that are put together before they are passed on.
const ROOM: usize = 2048;

/// A part of a text, with what stands behind it.
pub struct Piece<'a> {
    /// The text.
    pub whole: &'a [u8],
    /// Where in it the part begins.
    pub begin: usize,
    /// How many bytes it has.
    pub length: usize,
}

impl<'a> Piece<'a> {
    /// It alone.
    pub fn bytes(&self) -> &'a [u8] {
        self.whole.get(self.begin..self.begin + self.length).unwrap_or_default()
    }

    #[inline]
    fn block(&self) -> Option<&'a [u8; BLOCK]> {
        self.whole.get(self.begin..self.begin + BLOCK)?.first_chunk()
    }
}

/// Text that grows by pieces. A short one is copied with what stands behind it, up to a whole block, and the next one is put
/// over that: so much can be copied in four instructions, where a call that copies just as many as it is told takes fifty.
pub struct Blocks {
    whole: Vec<u8>,
    /// What comes behind that, and how much of it is text.
    last: [u8; ROOM],
    end: usize,
}

impl Blocks {
    /// No text, but room for as many bytes.
    pub fn with_room(bytes: usize) -> Self {
        Self { whole: Vec::with_capacity(bytes), last: [0; ROOM], end: 0 }
    }

    /// The text.
    pub fn into_text(mut self) -> Vec<u8> {
        self.settle();
        self.whole
    }

    /// Puts a piece behind what is there.
    #[inline]
    pub fn push(&mut self, piece: Piece<'_>) {
        let mut rest = piece;
        while let Some(block) = rest.block()
            && let Some(room) = self.last.get_mut(self.end..).and_then(<[u8]>::first_chunk_mut)
        {
            *room = *block;
            if rest.length <= BLOCK {
                self.end += rest.length;
                return;
            }
            self.end += BLOCK;
            rest = Piece { begin: rest.begin + BLOCK, length: rest.length - BLOCK, ..rest };
        }
        self.extend(rest.bytes());
    }

    /// Puts a piece behind what is there, with a few bytes before and after it.
    #[inline]
    pub fn push_between<const A: usize, const B: usize>(
        &mut self,
        before: &[u8; A],
        piece: Piece<'_>,
        after: &[u8; B],
    ) {
        const { assert!(A + B <= BLOCK) };
        if piece.length <= BLOCK
            && let Some(block) = piece.block()
            && let Some(room) = self.last.get_mut(self.end..).and_then(<[u8]>::first_chunk_mut::<{ 2 * BLOCK }>)
        {
            put(before, room, 0);
            put(block, room, A);
            put(after, room, A + piece.length);
            self.end += A + piece.length + B;
            return;
        }
        self.push_all(before);
        self.push(piece);
        self.push_all(after);
    }

    /// Puts a few bytes behind what is there.
    #[inline]
    pub fn push_all<const N: usize>(&mut self, text: &[u8; N]) {
        match self.last.get_mut(self.end..).and_then(<[u8]>::first_chunk_mut) {
            Some(room) => {
                *room = *text;
                self.end += N;
            }
            None => self.extend(text),
        }
    }

    /// Puts text of any length behind what is there.
    #[inline(never)]
    pub fn extend(&mut self, text: &[u8]) {
        self.settle();
        self.whole.extend_from_slice(text);
    }

    fn settle(&mut self) {
        self.whole.extend_from_slice(self.last.get(..self.end).unwrap_or_default());
        self.end = 0;
    }
}

/// Copies as many bytes as are known when this is compiled.
#[inline]
fn put<const N: usize>(text: &[u8; N], room: &mut [u8; 2 * BLOCK], at: usize) {
    if let Some(room) = room.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
        *room = *text;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_piece_is_there_once_and_whole(
            text in ".{0,300}",
            cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..200),
        ) {
            let text = text.as_bytes();
            let (mut blocks, mut expected) = (Blocks::with_room(9), Vec::new());
            for cut in cuts.chunks(2) {
                let cut: Vec<_> = cut.iter().map(|cut| cut.index(text.len() + 1)).collect();
                let (from, to) = (*cut.iter().min().unwrap(), *cut.iter().max().unwrap());
                let piece = || Piece { whole: text, begin: from, length: to - from };
                blocks.push(piece());
                blocks.push_all(b", ");
                blocks.push_between(b"(", piece(), b"): ");
                expected.extend([piece().bytes(), b", (", piece().bytes(), b"): "].concat());
            }
            prop_assert_eq!(blocks.into_text(), expected);
        }
    }
}

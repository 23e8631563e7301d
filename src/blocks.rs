//! [`Blocks`]: text put together from many short pieces.

use crate::row::Piece;

/// The bytes that are copied at once. Most pieces are shorter.
const BLOCK: usize = 32;

/// The bytes that are put together before they are passed on.
const ROOM: usize = 2048;

/// Text that grows by pieces. A short one is copied with what stands behind it, up to a whole block, and the next one is put
/// over that: so much can be copied in four instructions, where a call that copies just as many as it is told takes fifty.
pub(super) struct Blocks {
    whole: Vec<u8>,
    /// What comes behind that, and how much of it is text.
    last: [u8; ROOM],
    end: usize,
}

impl Blocks {
    pub(super) fn new() -> Self {
        Self { whole: Vec::new(), last: [0; ROOM], end: 0 }
    }

    /// The text.
    pub(super) fn into_text(mut self) -> Vec<u8> {
        self.settle();
        self.whole
    }

    #[inline]
    pub(super) fn push(&mut self, piece: Piece<'_>) {
        let Piece { mut onward, mut length } = piece;
        while let Some((block, behind)) = onward.split_first_chunk::<BLOCK>()
            && let Some(room) = self.last.get_mut(self.end..).and_then(<[u8]>::first_chunk_mut)
        {
            *room = *block;
            if length <= BLOCK {
                self.end += length;
                return;
            }
            self.end += BLOCK;
            (onward, length) = (behind, length - BLOCK);
        }
        self.extend(Piece { onward, length }.bytes());
    }

    #[inline]
    pub(super) fn push_all<const N: usize>(&mut self, text: &[u8; N]) {
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
    pub(super) fn extend(&mut self, text: &[u8]) {
        self.settle();
        self.whole.extend_from_slice(text);
    }

    fn settle(&mut self) {
        self.whole.extend_from_slice(self.last.get(..self.end).unwrap_or_default());
        self.end = 0;
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
            let (mut blocks, mut expected) = (Blocks::new(), Vec::new());
            for cut in cuts.chunks(2) {
                let cut: Vec<_> = cut.iter().map(|cut| cut.index(text.len() + 1)).collect();
                let (from, to) = (*cut.iter().min().unwrap(), *cut.iter().max().unwrap());
                blocks.push(Piece { onward: &text[from..], length: to - from });
                blocks.push_all(b", ");
                expected.extend_from_slice(&text[from..to]);
                expected.extend_from_slice(b", ");
            }
            prop_assert_eq!(blocks.into_text(), expected);
        }
    }
}
